import { plainCell, shortCell } from "../text/plain-cell.ts";
import { alignRows } from "../text/table.ts";
import type { Style } from "./io.ts";
import { showNotices, showPending, showState, showTime } from "./show-state.ts";
import type { TargetView } from "./views.ts";

/**
 * Targets as a table.
 *
 * @param withStream is the stream of each told too?
 */
export function showTargets(targets: readonly TargetView[], style: Style, withStream = false): string {
  if (targets.length === 0) return "No targets.";
  const header = [...(withStream ? ["STREAM"] : []), "ID", "NAME", "TO", "WANTED", "STATE", "WHY, AND WHAT NEXT"];
  const rows = targets.map((target) => [
    ...(withStream ? [plainCell(target.streamId)] : []),
    plainCell(target.id),
    shortCell(target.name),
    describeDestination(target.destination),
    target.enabled ? "on" : "off",
    showState(target.status.state, style),
    describe(target),
  ]);
  return alignRows([header.map((title) => style("dim", title)), ...rows]);
}

/** One target with all that is worth knowing about it. */
export function showTarget(target: TargetView, style: Style): string {
  return [showTargets([target], style), ...showNotices(target.notices, style)].join("\n");
}

/** One target in full: where the table shortens, this does not. */
export function showWholeTarget(target: TargetView, style: Style): string {
  const { id, streamId, name, destination, enabled, rendition, status, reference, notices } = target;
  const fields: [string, string | undefined][] = [
    ["id", id],
    ["stream", streamId],
    ["to", withKey(placeOf(destination), destination)],
    ["wanted", enabled ? "on" : "off"],
    ["rendition", rendition],
    ["reference", reference],
    ["why, and what next", describe(target) || undefined],
  ];
  const rows = fields.flatMap(([label, value]) =>
    value === undefined ? [] : [[style("dim", label), plainCell(value)]],
  );
  const since = status.since === undefined ? "" : ` since ${showTime(status.since)}`;
  return [
    `${style("bold", plainCell(name))}: ${showState(status.state, style)}${since}`,
    alignRows(rows, 2),
    ...showNotices(notices, style),
  ].join("\n");
}

/** What came of a change: what was done, and when it takes effect where that is not at once. */
export function showChange(done: string, { pending }: Pick<TargetView, "pending">): string {
  const open = showPending(pending);
  return open === "" ? `✓ ${done}` : `✓ ${done}: ${open}.`;
}

function describeDestination(destination: TargetView["destination"]): string {
  return withKey(shortCell(placeOf(destination)), destination);
}

function withKey(place: string, { keyHint }: TargetView["destination"]): string {
  return keyHint === undefined ? place : `${place} (key ${plainCell(keyHint)})`;
}

function placeOf({ preset, protocol, host, app }: TargetView["destination"]): string {
  return preset ?? `${protocol ?? "?"}://${host ?? "?"}${app === undefined ? "" : `/${app}`}`;
}

function describe({ status: { reason, nextAttemptAt, bitrateBps }, pending }: TargetView): string {
  const words = [
    bitrateBps === undefined || bitrateBps === 0 ? "" : `${(bitrateBps / 1e6).toFixed(1)} Mbit/s`,
    reason === undefined ? "" : `${plainCell(reason.code)}: ${plainCell(reason.message)}`,
    nextAttemptAt === undefined ? "" : `next attempt ${showTime(nextAttemptAt)}`,
    showPending(pending),
  ];
  return words.filter((word) => word !== "").join("; ");
}

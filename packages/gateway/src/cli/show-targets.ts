import { alignRows, plainCell } from "../text/table.ts";
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
    plainCell(target.name),
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

/** What came of a change: what was done, and when it takes effect where that is not at once. */
export function showChange(done: string, { pending }: Pick<TargetView, "pending">): string {
  const open = showPending(pending);
  return open === "" ? `✓ ${done}` : `✓ ${done}: ${open}.`;
}

function describeDestination({ preset, protocol, host, app, keyHint }: TargetView["destination"]): string {
  const place = preset ?? `${protocol ?? "?"}://${host ?? "?"}${app === undefined ? "" : `/${app}`}`;
  return plainCell(keyHint === undefined ? place : `${place} (key ${keyHint})`);
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

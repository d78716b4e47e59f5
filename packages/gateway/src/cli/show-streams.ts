import { plainCell, shortCell } from "../text/plain-cell.ts";
import { alignRows } from "../text/table.ts";
import type { Style } from "./io.ts";
import { showNotices, showPending, showState, showTime } from "./show-state.ts";
import { showTargets } from "./show-targets.ts";
import type { IngestView, StreamView } from "./views.ts";

/** Streams as a table. */
export function showStreams(streams: readonly StreamView[], style: Style): string {
  if (streams.length === 0) return "No streams.";
  const header = ["ID", "NAME", "PROVIDER", "STATE", "SINCE", "WHAT NEXT"].map((title) => style("dim", title));
  const rows = streams.map(({ id, name, provider, status, pending }) => [
    plainCell(id),
    shortCell(name),
    plainCell(provider),
    showState(status.state, style),
    showTime(status.since),
    showPending(pending),
  ]);
  return alignRows([header, ...rows]);
}

/** One stream with its targets and all that is worth knowing about it. */
export function showStream(stream: StreamView, style: Style): string {
  const { id, name, provider, enabled, status, session, playback = [], reference, tenantId, createdAt } = stream;
  const fields: [string, string | undefined][] = [
    ["id", id],
    ["provider", provider],
    ["wanted", enabled ? "on" : "off"],
    ["pending", showPending(stream.pending) || undefined],
    ["session", session && `${session.id} since ${showTime(session.startedAt)}`],
    ["reference", reference],
    ["tenant", tenantId],
    ["created", createdAt && showTime(createdAt)],
    ...playback.map(({ protocol, url }): [string, string] => [`play ${protocol}`, url]),
  ];
  const rows = fields.flatMap(([label, value]) =>
    value === undefined ? [] : [[style("dim", plainCell(label)), plainCell(value)]],
  );
  const since = status.since === undefined ? "" : ` since ${showTime(status.since)}`;
  return [
    `${style("bold", plainCell(name))}: ${showState(status.state, style)}${since}`,
    alignRows(rows, 2),
    ...showNotices(stream.notices, style),
    ...(stream.targets ? ["", showTargets(stream.targets, style)] : []),
    ...(stream.targets ?? []).flatMap(({ notices }) => showNotices(notices, style)),
  ].join("\n");
}

/** Where the encoder sends to, credentials included. */
export function showIngest(ingest: readonly IngestView[], style: Style): string {
  if (ingest.length === 0) return "There is no ingest address.";
  const rows = ingest.flatMap(({ protocol, role, url, streamKey, streamId, passphrase }) => {
    const label = role === undefined ? protocol : `${protocol} (${role})`;
    const values: [string, string | undefined][] = [
      [label, url],
      ["  stream key", streamKey],
      ["  stream id", streamId],
      ["  passphrase", passphrase],
    ];
    return values.flatMap(([name, value]) =>
      value === undefined ? [] : [[style("dim", plainCell(name)), plainCell(value)]],
    );
  });
  return alignRows(rows, 2);
}

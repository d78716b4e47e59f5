import type { Stream, StreamStatus } from "../model/stream.ts";
import type { TargetStatus } from "../model/target-status.ts";
import { timestampOf } from "../values/timestamp-of.ts";
import type { Entry, Known, Register } from "./known.ts";
import { MARGIN_MS, saysSomething } from "./observations-of.ts";
import { rankOfReadTarget, rankOfStream } from "./ranks.ts";
import { showKnown } from "./show-known.ts";
import { noRegisters } from "./take-in.ts";

/**
 * What reading a stream tells of it, as the first that is known. Whatever was seen before it was read, or before the
 * state that was read began, is late. An `unknown` that the provider has said nothing for is older than everything.
 *
 * @param readAt when it was asked for: our own clock, milliseconds since 1970. Without it only the `since` of a status
 *   says which observations are older
 */
export function beginKnown(stream: Stream, readAt?: number): Known {
  const read = readAt === undefined ? 0 : Math.round((readAt - MARGIN_MS) * 1_000);
  const entryOf = <S extends StreamStatus | TargetStatus>(status: S, rank: number, atLeast: number): Entry<S> => {
    const position = saysSomething(status)
      ? { sequence: Math.max(atLeast, microsecondsOf(status.since)), rank, id: "" }
      : { sequence: 0, rank: 0, id: "" };
    const at = timestampOf(readAt) ?? status.observedAt ?? status.since;
    return { position, status, ...(at !== undefined && { at }) };
  };
  const { status, session, targets = [] } = stream;
  const ofStream = entryOf(status, rankOfStream(status.state), read);
  const { position } = ofStream;
  const ofTargets = targets.map(({ id, status }): [string, Register<TargetStatus>] => [
    id,
    [entryOf(status, rankOfReadTarget(status.state), Math.max(read, position.sequence))],
  ]);
  return showKnown(stream, {
    ...noRegisters,
    stream: [ofStream],
    ...(session && { session: { position, session } }),
    targets: Object.fromEntries(ofTargets),
  });
}

function microsecondsOf(since: string | undefined): number {
  const ms = since === undefined ? Number.NaN : Date.parse(since);
  return Number.isNaN(ms) ? 0 : ms * 1_000;
}

import type { Observation } from "../contract/observation.ts";
import type { Source } from "../model/provenance.ts";
import type { Stream } from "../model/stream.ts";
import { defined } from "../values/defined.ts";

type Status = { state: string; source: Source; native?: string | undefined };

/**
 * What reading a stream says of it and of its targets, stream first, for `poll`. A state that is `unknown` without the
 * provider having said anything is no observation; one that is `assumed` stays marked so.
 *
 * @param at our own clock, milliseconds since 1970: an `HttpAnswer` fits. What was read may be as old as the request, so
 *   `occurredAt` and the sequence (microseconds since 1970) are its time where it is given
 * @param source who says so
 */
export function observationsOf(
  stream: Stream,
  at: { sentAt?: number; receivedAt: number },
  source: Source,
): Observation[] {
  const occurred = at.sentAt ?? at.receivedAt;
  const seen = {
    streamId: stream.id,
    sequence: Math.round(occurred * 1_000),
    occurredAt: new Date(occurred).toISOString(),
  };
  const observedAt = new Date(at.receivedAt).toISOString();
  const sourceOf = (status: Status): Source => (status.source === "assumed" ? "assumed" : source);
  const { session, status } = stream;
  const observations: Observation[] = [];
  if (saysSomething(status)) {
    const told = { ...status, observedAt, source: sourceOf(status) };
    observations.push(defined({ ...seen, kind: "stream" as const, status: told, session }));
  }
  for (const { id, status } of stream.targets ?? []) {
    if (!saysSomething(status)) continue;
    const told = { ...status, observedAt, source: sourceOf(status) };
    observations.push(
      defined({ ...seen, kind: "target" as const, targetId: id, status: told, sessionId: session?.id }),
    );
  }
  return observations;
}

function saysSomething({ state, native }: Status): boolean {
  return state !== "unknown" || native !== undefined;
}

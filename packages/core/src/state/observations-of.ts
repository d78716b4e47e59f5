import type { Observation } from "../contract/observation.ts";
import { clockOffset } from "../http/clock-offset.ts";
import type { Source } from "../model/provenance.ts";
import type { Stream } from "../model/stream.ts";
import { defined } from "../values/defined.ts";
import { rankOfReadTarget } from "./ranks.ts";

/** How much later than something else a read must have been asked for, to be believed more. */
export const MARGIN_MS = 2_000;

type Status = { state: string; source: Source; native?: string | undefined };

/** When an answer was asked for and came, by our own clock, milliseconds since 1970. An `HttpAnswer` fits. */
export type AnsweredAt = {
  sentAt?: number;
  receivedAt: number;
  headers?: Headers;
  /** How much older than its request the answer may be, in milliseconds; negative for what needs less margin. Default 0. */
  lagMs?: number;
};

/**
 * What reading a stream says of it and of its targets, stream first, for `poll`. A state that is `unknown` without the
 * provider having said anything is no observation; one that is `assumed` stays marked so.
 *
 * What was read may be as old as the request: `occurredAt` is when that was sent, by the provider's clock where the
 * answer's `Date` proves that it differs from ours. It is numbered 2 s before, and earlier by what it lags behind, so that
 * it holds against something that was told otherwise only when it was asked for more than 2 s after that. What it says of
 * the targets comes after what it says of the stream.
 *
 * @param source who says so
 */
export function observationsOf(stream: Stream, at: AnsweredAt, source: Source): Observation[] {
  const sentAt = at.sentAt ?? at.receivedAt;
  const occurred = sentAt + clockOffset({ date: at.headers?.get("date"), sentAt, receivedAt: at.receivedAt });
  const seen = {
    streamId: stream.id,
    sequence: Math.round((occurred - MARGIN_MS - (at.lagMs ?? 0)) * 1_000),
    occurredAt: new Date(occurred).toISOString(),
  };
  const observedAt = new Date(at.receivedAt).toISOString();
  const sourceOf = (status: Status): Source => (status.source === "assumed" ? "assumed" : source);
  const { session, status } = stream;
  const ofTargets = (stream.targets ?? []).flatMap(({ id, status }): Observation[] => {
    if (!saysSomething(status)) return [];
    const told = { ...status, observedAt, source: sourceOf(status) };
    const place = { ...seen, kind: "target" as const, targetId: id, rank: rankOfReadTarget(status.state) };
    return [defined({ ...place, status: told, sessionId: session?.id })];
  });
  if (!saysSomething(status)) return ofTargets;
  const told = { ...status, observedAt, source: sourceOf(status) };
  const ofStream: Observation = defined({ ...seen, kind: "stream" as const, status: told, session });
  return [ofStream, ...ofTargets];
}

/** Is there anything behind it but that nobody knows? */
export function saysSomething({ state, native }: Status): boolean {
  return state !== "unknown" || native !== undefined;
}

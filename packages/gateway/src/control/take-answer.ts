import type { Stream, Target } from "@polycast/core";
import { toTimestamp } from "./clock.ts";
import type { Parts } from "./parts.ts";

/** Takes in what a provider's answers say of a stream and its targets. */
export type AnswerTaker = { stream(answer: Stream): void; target(targetId: string, answer: Target): void };

/**
 * Call it before the provider is asked. What the provider has reported by itself since then is newer than its answer
 * and stays.
 */
export function beforeAnswer({ register, observer, bindings, clock }: Parts, streamId: string): AnswerTaker {
  const known = register.get(streamId);
  const streamMark = register.mark(streamId);
  const targetMarks = new Map(known?.targets?.map(({ id }) => [id, register.mark(streamId, id)]));
  const timeOf = (status: { observedAt?: string | undefined; since?: string | undefined }): string =>
    status.observedAt ?? status.since ?? toTimestamp(clock.now());

  const target = (targetId: string, { status }: Target): void => {
    const mark = targetMarks.get(targetId);
    if (mark === undefined) return;
    observer.answered({ kind: "target", streamId, targetId, status, sequence: 0, occurredAt: timeOf(status) }, mark);
  };
  return {
    target,
    stream({ status, session, targets }) {
      const observation = { kind: "stream" as const, streamId, status, sequence: 0, occurredAt: timeOf(status) };
      observer.answered(session ? { ...observation, session } : observation, streamMark);
      for (const answer of targets ?? []) {
        const targetId = bindings.targetOf(streamId, answer.id);
        if (targetId !== undefined) target(targetId, answer);
      }
    },
  };
}

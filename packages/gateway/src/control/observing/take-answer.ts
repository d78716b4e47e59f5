import type { Observation, Stream, Target } from "@polycast/core";
import { MARGIN_MS, observationsOf } from "@polycast/core/host";
import type { Parts } from "../parts.ts";
import { toOurs } from "./to-ours.ts";

/** Takes in what a provider's answers say of a stream and its targets. */
export type AnswerTaker = {
  /** @returns does it contradict something newer? Then it is to be read again, and where we poll it will be. */
  stream(answer: Stream): boolean;
  target(targetId: string, answer: Target): boolean;
  /** Of a target that is new to us: what it says is told with its creation, and not once more. */
  adopt(targetId: string, answer: Target): void;
};

/**
 * Call it before the provider is asked: an answer is evidence for the time from then on, and what was seen later stays.
 *
 * @param options.isRead nothing is changed by the call. Default false
 * @param options.sentAt when it was asked, where that is over. Default now
 */
export function beforeAnswer(
  {
    bindings,
    instances,
    observer,
    pollers,
    clock,
  }: Pick<Parts, "bindings" | "instances" | "observer" | "pollers" | "clock">,
  streamId: string,
  { isRead = false, sentAt = clock.now() }: { isRead?: boolean; sentAt?: number } = {},
): AnswerTaker {
  const { instance = "" } = bindings.placeOf(streamId) ?? {};
  // What reports every step by itself counts by this clock: what it said before a change is older than the answer to it.
  const lag = !isRead && instances.find(instance)?.adapter.subscribe ? { lagMs: -MARGIN_MS } : {};

  const take = (observations: readonly Observation[]): boolean => {
    const disagreed = observer.take(observations).size > 0;
    pollers.hintOurs(streamId);
    return disagreed;
  };

  const read = (stream: Stream): Observation[] =>
    observationsOf(stream, { sentAt, receivedAt: clock.now(), ...lag }, "api");

  return {
    stream(answer) {
      const place = bindings.placeOf(streamId);
      if (!place) return false;
      const seen = read({ ...answer, id: place.providerId });
      return take(seen.flatMap((observation) => toOurs(bindings, place.instance, observation) ?? []));
    },
    target: (targetId, answer) => take(read(streamOf(streamId, { ...answer, id: targetId }))),
    adopt(targetId, answer) {
      observer.learn(read(streamOf(streamId, { ...answer, id: targetId })));
      pollers.hintOurs(streamId);
    },
  };
}

/** A stream of which nothing was read but a target. */
function streamOf(id: string, target: Target): Stream {
  return {
    id,
    provider: target.provider,
    name: "",
    enabled: true,
    status: { state: "unknown", source: "assumed" },
    notices: [],
    targets: [target],
  };
}

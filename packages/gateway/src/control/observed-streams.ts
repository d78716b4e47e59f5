import type { Stream, Target } from "@polycast/core";
import type { Bindings } from "./observing/bindings.ts";
import type { Register } from "./observing/register.ts";
import { type TargetNumbersOf, withNumbers } from "./target-numbers.ts";

/** What they are put together from. */
export type ObservedStreamsOptions = {
  register: Pick<Register, "all">;
  bindings: Pick<Bindings, "placeOf" | "targetsOf">;
  /** Numbers that are newer than what was observed. Default: there are none. */
  numbers?: TargetNumbersOf | undefined;
};

/** All streams with what is observed of them and the newest numbers, as answers show them; from memory. */
export function* observedStreams({ register, bindings, numbers }: ObservedStreamsOptions): Generator<Stream> {
  for (const stream of register.all()) {
    const place = numbers && bindings.placeOf(stream.id);
    if (!place) {
      yield stream;
      continue;
    }
    const bound = bindings.targetsOf(stream.id);
    const numbered = (target: Target): Target => {
      const targetId = bound.get(target.id)?.providerId;
      if (targetId === undefined) return target;
      const { instance, providerId: streamId } = place;
      return withNumbers(target, numbers(instance, { streamId, targetId }));
    };
    yield { ...stream, targets: (stream.targets ?? []).map(numbered) };
  }
}

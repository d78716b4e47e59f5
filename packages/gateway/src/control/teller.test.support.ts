import type { ProviderAdapter } from "@polycast/core";
import type { Observation, StreamObservation, TargetObservation } from "@polycast/core/provider";

/**
 * An adapter that also tells what a test makes up: of things that are not there, numbers, states in any order. That is
 * no part of `fakeProvider`, which reports only what a read of it would answer.
 */
export type Teller = {
  adapter: ProviderAdapter;
  /** Tells it to those who listen, numbered by when it occurred and always above what was told before. */
  tell: (observation: Omit<StreamObservation, "sequence"> | Omit<TargetObservation, "sequence">) => void;
};

/** Gives the provider that voice. */
export function createTeller(provider: ProviderAdapter): Teller {
  const listeners = new Set<(observation: Observation) => void>();
  let sequence = 0;
  const number = (occurredAt: string): number => {
    sequence = Math.max(sequence, Date.parse(occurredAt) * 1000) + 1;
    return sequence;
  };
  return {
    adapter: {
      ...provider,
      subscribe(listener) {
        const unsubscribe = provider.subscribe?.((observation) =>
          listener({ ...observation, sequence: number(observation.occurredAt) }),
        );
        listeners.add(listener);
        return () => {
          listeners.delete(listener);
          unsubscribe?.();
        };
      },
    },
    tell(observation) {
      const numbered = { ...observation, sequence: number(observation.occurredAt) };
      for (const listener of listeners) listener(numbered);
    },
  };
}

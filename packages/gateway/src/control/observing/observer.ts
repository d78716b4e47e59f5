import { MultistreamError } from "@polycast/core";
import { type Known, nextLapse, type Tick } from "@polycast/core/host";
import type { Log, Observation, UnplacedObservation } from "@polycast/core/provider";
import type { Transaction } from "../../store/index.ts";
import type { Bindings } from "./bindings.ts";
import type { Clock } from "../clock.ts";
import type { Fact } from "../events/fact-queue.ts";
import type { FactWriter } from "../events/fact-writer.ts";
import { createParking } from "./parking.ts";
import type { Register } from "./register.ts";
import { createTicker } from "./ticker.ts";
import { toOurs } from "./to-ours.ts";

/** What an observer works with. */
export type ObserverOptions = {
  bindings: Bindings;
  register: Register;
  facts: FactWriter;
  clock: Clock;
  log: Log;
  /** Called when a stream is in another state than before. */
  onState: (streamId: string) => void;
};

/** Takes in what the providers say: first into memory, then what follows from it into the store. */
export type Observer = {
  /** A report, in the provider's ids. */
  observe(instance: string, observation: Observation): void;
  /**
   * What was read, in our ids.
   *
   * @returns the streams of which something newer is known that says something else: they are to be read again
   */
  take(observations: readonly Observation[]): Set<string>;
  /** What was read of something new, in our ids: no news, but kept. */
  learn(observations: readonly Observation[]): void;
  /**
   * What one webhook says, in the provider's ids, written together with `also`: see `FactWriter.write`. `unbound`: all
   * of it is about things that are not ours; nothing was written.
   *
   * @throws MultistreamError `provider_unavailable` when too much waits to be written: nothing was taken in
   */
  takeWebhook(
    instance: string,
    observations: readonly (Observation | UnplacedObservation)[],
    also: (transaction: Transaction) => void,
  ): Promise<"written" | "unbound">;
  /**
   * Runs a call that makes something new at a provider. What the provider reports of things that are not known yet is
   * kept meanwhile and taken in when the task has bound them.
   */
  expecting<T>(instance: string, task: () => Promise<T>): Promise<T>;
  /** Takes up what may lapse of a stream that was restored. */
  resume(streamId: string): void;
  /** How many observations came late so far: something newer was known that said something else. */
  superseded(): number;
  /** Hands over what was seen and not yet worth a write, and stops the clock. */
  close(): void;
};

/** Makes the observer. */
export function createObserver(options: ObserverOptions): Observer {
  const { bindings, register, facts, clock, log, onState } = options;
  /** Streams of which memory knows more than the store. */
  const unsaved = new Set<string>();
  let late = 0;

  const ticker = createTicker(clock, (streamId) => {
    add([{ kind: "tick", streamId, sequence: clock.now() * 1000 }]);
  });

  bindings.onChange(({ kind, streamId }) => {
    if (kind === "bound") return;
    unsaved.delete(streamId);
    ticker.expect(streamId, undefined);
  });

  const stateOf = (streamId: string): string => {
    unsaved.delete(streamId);
    return JSON.stringify(register.known(streamId)?.registers);
  };

  /** Applies it in memory. A fault in one observation keeps the others from nothing. */
  const apply = (observation: Observation | Tick): ReturnType<Register["apply"]> => {
    const { streamId } = observation;
    try {
      const before = register.get(streamId)?.status.state;
      const applied = register.apply(observation);
      if (!applied) return undefined;
      if (applied.changed) unsaved.add(streamId);
      if (applied.superseded) {
        late += 1;
        const targetId = "targetId" in observation ? observation.targetId : undefined;
        log("debug", "an observation came late", { streamId, ...(targetId === undefined ? {} : { targetId }) });
      }
      ticker.expect(streamId, lapseOf(register.known(streamId)));
      if (register.get(streamId)?.status.state !== before) onState(streamId);
      return applied;
    } catch (error) {
      log("error", "an observation could not be taken in", { streamId, error: String(error) });
      return undefined;
    }
  };

  /** What follows from observations in our ids: a fact per stream. Those without news only where `all` are asked for. */
  const factsOf = (observations: readonly (Observation | Tick)[], disagreed: Set<string>, all: boolean) => {
    const drafts = new Map<string, Fact["drafts"]>();
    for (const observation of observations) {
      const { streamId } = observation;
      const applied = apply(observation);
      if (!applied) continue;
      if (applied.superseded) disagreed.add(streamId);
      const told = drafts.get(streamId) ?? [];
      if (all || applied.events.length > 0) drafts.set(streamId, [...told, ...applied.events]);
    }
    return [...drafts].map(([streamId, drafts]) => ({ streamId, drafts, state: stateOf(streamId) }));
  };

  const add = (observations: readonly (Observation | Tick)[]): Set<string> => {
    const disagreed = new Set<string>();
    for (const fact of factsOf(observations, disagreed, false)) facts.add(fact);
    return disagreed;
  };

  const parking = createParking((instance, observation) => {
    const ours = toOurs(bindings, instance, observation);
    if (ours) add([ours]);
    return ours !== undefined;
  });

  return {
    take: add,
    learn(observations) {
      for (const { streamId, state } of factsOf(observations, new Set(), true)) {
        facts.add({ streamId, drafts: [], state });
      }
    },
    observe: (instance, observation) => parking.take(instance, observation),
    expecting: (instance, task) => parking.expecting(instance, task),
    async takeWebhook(instance, observations, also) {
      if (facts.full()) throw overloaded();
      const ours = observations
        .map((observation) => toOurs(bindings, instance, observation))
        .filter((observation) => observation !== undefined);
      if (ours.length === 0 && observations.length > 0) return "unbound";
      await facts.write(factsOf(ours, new Set(), true), also);
      return "written";
    },
    resume: (streamId) => ticker.expect(streamId, lapseOf(register.known(streamId))),
    superseded: () => late,
    close() {
      ticker.close();
      for (const streamId of unsaved) {
        if (register.known(streamId)) facts.add({ streamId, drafts: [], state: stateOf(streamId) });
      }
    },
  };
}

function overloaded(): MultistreamError {
  return new MultistreamError("provider_unavailable", "Too much waits to be written.", {
    hint: "Repeat it in a moment.",
    retryAfterMs: 1000,
  });
}

function lapseOf(known: Known | undefined): number | undefined {
  return known && nextLapse(known.registers);
}

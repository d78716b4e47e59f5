import { isMultistreamError, MultistreamError } from "@polycast/core";
import { type Known, nextLapse, type Tick } from "@polycast/core/host";
import type { Log, Observation, UnplacedObservation } from "@polycast/core/provider";
import { describeError } from "../../log/describe-error.ts";
import type { Writing } from "../../store/index.ts";
import type { Bindings } from "./bindings.ts";
import type { Clock } from "../clock.ts";
import type { Fence } from "../duties/duties.ts";
import type { Fact } from "../events/fact-queue.ts";
import type { FactWriter } from "../events/fact-writer.ts";
import { isMoot } from "./is-moot.ts";
import { isNews } from "./is-news.ts";
import { createParking } from "./parking.ts";
import type { Register } from "./register.ts";
import type { Reported } from "./report-body.ts";
import { createTicker } from "./ticker.ts";
import { toOurs, toTheirs } from "./to-ours.ts";

/** What an observer works with. */
export type ObserverOptions = {
  bindings: Bindings;
  register: Register;
  facts: FactWriter;
  clock: Clock;
  log: Log;
  /** Called when a stream is in another state than before. */
  onState: (streamId: string) => void;
  /** Called when anything of a stream or its targets is other than before. */
  onSeen: (streamId: string) => void;
  /** Does this process observe the instance? Default: all of them. */
  observes?: (instance: string) => boolean;
  /** Of what this process writes for an instance. Default: none. */
  fence?: (instance: string) => Fence | undefined;
  /** Leaves something for the process that observes an instance, in the provider's ids. Default: nobody needs it. */
  report?: (instance: string, item: Reported) => void;
};

/**
 * Takes in what the providers say: first into memory, then what follows from it into the store. Of an instance that
 * another process observes it goes into memory and to that process.
 */
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
   * of it is about things that are not ours; nothing was written. `elsewhere`: another process observes the instance (by
   * now); nothing was written.
   *
   * @throws MultistreamError `provider_unavailable` when too much waits to be written: nothing was taken in
   */
  takeWebhook(
    instance: string,
    observations: readonly (Observation | UnplacedObservation)[],
    also: () => Writing<void>,
  ): Promise<"written" | "unbound" | "elsewhere">;
  /**
   * What other processes have reported, in the provider's ids, written together with `also`. What is about things that
   * are not ours is left out.
   *
   * @returns as `take`; nothing where another process observes the instance (by now): then nothing was written
   */
  takeReports(
    instance: string,
    observations: readonly Observation[],
    also: () => Writing<void>,
  ): Promise<Set<string> | undefined>;
  /**
   * Runs a call that makes something new at a provider. What the provider reports of things that are not known yet is
   * kept meanwhile and taken in when the task has bound them.
   */
  expecting<T>(instance: string, task: () => Promise<T>): Promise<T>;
  /** Takes up what may lapse of a stream that was restored. */
  resume(streamId: string): void;
  /** Another process observes this instance from here on: what may lapse, and what is not written yet, is left to it. */
  leave(instance: string): void;
  /** How many observations came late so far: something newer was known that said something else. */
  superseded(): number;
  /** Hands over what was seen and not yet worth a write, and stops the clock. */
  close(): void;
};

/** Makes the observer. */
export function createObserver(options: ObserverOptions): Observer {
  const { bindings, register, facts, clock, log, onState, onSeen } = options;
  const { observes = () => true, fence = () => undefined, report = () => undefined } = options;
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

  const instanceOf = (streamId: string): string => bindings.placeOf(streamId)?.instance ?? "";
  const isOurs = ({ streamId }: { streamId: string }): boolean => observes(instanceOf(streamId));

  const stateOf = (streamId: string): string => {
    unsaved.delete(streamId);
    return JSON.stringify(register.known(streamId)?.registers);
  };

  /** Applies it in memory. A fault in one observation keeps the others from nothing. */
  const apply = (observation: Observation | Tick): ReturnType<Register["apply"]> => {
    const { streamId } = observation;
    try {
      if (observation.kind !== "tick" && (isMoot(register, observation) || isOfParked(bindings, observation))) {
        return undefined;
      }
      const before = register.get(streamId)?.status.state;
      const applied = register.apply(observation);
      if (!applied) return undefined;
      const ours = isOurs(observation);
      if (applied.changed && ours) unsaved.add(streamId);
      if (applied.superseded) {
        late += 1;
        const targetId = "targetId" in observation ? observation.targetId : undefined;
        log("debug", "an observation came late", { streamId, ...(targetId === undefined ? {} : { targetId }) });
      }
      if (ours) ticker.expect(streamId, lapseOf(register.known(streamId)));
      if (register.get(streamId)?.status.state !== before) onState(streamId);
      if (applied.changed) onSeen(streamId);
      return applied;
    } catch (error) {
      log("error", "an observation could not be taken in", { streamId, error: describeError(error) });
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
    return [...drafts].map(([streamId, drafts]) => toFact(streamId, drafts));
  };

  const toFact = (streamId: string, drafts: Fact["drafts"]): Fact => {
    const own = fence(instanceOf(streamId));
    return {
      streamId,
      instance: instanceOf(streamId),
      drafts,
      state: stateOf(streamId),
      ...(own ? { fence: own } : {}),
    };
  };

  /** Another process decides what follows from it; here it is shown until that one has said so. */
  const leaveToOthers = (observations: readonly (Observation | Tick)[], disagreed: Set<string>): void => {
    for (const observation of observations) {
      if (apply(observation)?.superseded) disagreed.add(observation.streamId);
      const theirs = observation.kind === "tick" ? undefined : toTheirs(bindings, observation);
      if (theirs) report(instanceOf(observation.streamId), theirs);
    }
  };

  const add = (observations: readonly (Observation | Tick)[]): Set<string> => {
    const disagreed = new Set<string>();
    for (const fact of factsOf(observations.filter(isOurs), disagreed, false)) facts.add(fact);
    leaveToOthers(
      observations.filter((observation) => !isOurs(observation)),
      disagreed,
    );
    return disagreed;
  };

  /** Answers whether it is written; false where another process observes the instance by now. */
  const write = async (instance: string, told: Fact[], also: () => Writing<void>): Promise<boolean> => {
    try {
      await facts.write(told, also, fence(instance));
      return true;
    } catch (error) {
      if (isMultistreamError(error, "conflict") && !observes(instance)) return false;
      throw error;
    }
  };

  const parking = createParking((instance, observation) => {
    const ours = toOurs(bindings, instance, observation);
    // Whoever observes it hears the numbers, too.
    if (ours && (observes(instance) || isNews(register, ours))) add([ours]);
    return ours !== undefined;
  });

  return {
    take: add,
    learn(observations) {
      for (const fact of factsOf(observations.filter(isOurs), new Set(), true)) facts.add({ ...fact, drafts: [] });
      const others = observations.filter((observation) => !isOurs(observation));
      leaveToOthers(others, new Set());
    },
    observe: (instance, observation) => parking.take(instance, observation),
    expecting: (instance, task) => parking.expecting(instance, task),
    async takeWebhook(instance, observations, also) {
      if (!observes(instance)) return "elsewhere";
      if (facts.full()) throw overloaded();
      const ours = observations.flatMap((observation) => toOurs(bindings, instance, observation) ?? []);
      if (ours.length === 0 && observations.length > 0) return "unbound";
      return (await write(instance, factsOf(ours, new Set(), true), also)) ? "written" : "elsewhere";
    },
    async takeReports(instance, observations, also) {
      if (!observes(instance)) return undefined;
      const disagreed = new Set<string>();
      const ours = observations.flatMap((observation) => toOurs(bindings, instance, observation) ?? []);
      const told = factsOf(ours, disagreed, true);
      return (await write(instance, told, also)) ? disagreed : undefined;
    },
    resume: (streamId) => ticker.expect(streamId, lapseOf(register.known(streamId))),
    leave(instance) {
      for (const streamId of bindings.streamsOf(instance)) {
        unsaved.delete(streamId);
        ticker.expect(streamId, undefined);
      }
    },
    superseded: () => late,
    close() {
      ticker.close();
      for (const streamId of unsaved) {
        if (register.known(streamId)) facts.add(toFact(streamId, []));
      }
    },
  };
}

/** Is it about a target of a stream that is on its way to another provider? */
function isOfParked(bindings: Bindings, observation: Observation): boolean {
  if (observation.kind === "stream" || observation.targetId === undefined) return false;
  return bindings.isParked(observation.streamId);
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

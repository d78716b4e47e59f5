import type { EventDraft } from "@polycast/core/host";
import type { Log, Observation } from "@polycast/core/provider";
import type { Bindings } from "./bindings.ts";
import { subjectOf } from "./event-log.ts";
import type { FactWriter } from "./fact-writer.ts";
import { isToldBefore } from "./last-facts.ts";
import type { Register } from "./register.ts";

/** What an observer works with. */
export type ObserverOptions = {
  bindings: Bindings;
  register: Register;
  facts: FactWriter;
  log: Log;
  /** The last event that told the state of each stream and target before the start. */
  told: Map<string, string>;
};

/** Takes in what the providers say, and has the news written. */
export type Observer = {
  /** A report, in the provider's ids. */
  observe(instance: string, observation: Observation): void;
  /** What came with the answer to a call, in our ids; `mark` is the register's from before the call. */
  answered(observation: Observation, mark: number): void;
  /**
   * Runs a call that makes something new at a provider. What the provider reports of things that are not known yet is
   * kept meanwhile and taken in when the task has bound them.
   */
  expecting<T>(instance: string, task: () => Promise<T>): Promise<T>;
};

/** Reports of unknown things that are kept per provider while something is made there; older ones give way. */
const MAX_PARKED = 1000;

type Parking = { tasks: number; parked: Observation[] };

/** Makes the observer. */
export function createObserver({ bindings, register, facts, log, told }: ObserverOptions): Observer {
  const parkings = new Map<string, Parking>();

  const toOurs = (instance: string, observation: Observation): Observation | undefined => {
    const streamId = bindings.streamOf(instance, observation.streamId);
    if (streamId === undefined) return undefined;
    if (observation.kind === "stream" || observation.targetId === undefined) return { ...observation, streamId };
    const targetId = bindings.targetOf(streamId, observation.targetId);
    return targetId === undefined ? undefined : { ...observation, streamId, targetId };
  };

  const tell = (draft: EventDraft | undefined): void => {
    if (!draft) return;
    const subject = subjectOf(draft);
    const isNews = !isToldBefore(told.get(subject), draft.type);
    // Only the first state after a restart can be an old one.
    if (!draft.type.endsWith(".warning")) told.delete(subject);
    if (isNews) facts.add(draft);
  };

  const take = (instance: string, observation: Observation): boolean => {
    try {
      const ours = toOurs(instance, observation);
      if (ours) tell(register.observe(ours));
      return ours !== undefined;
    } catch (error) {
      log("error", "an observation could not be taken in", { provider: instance, error: String(error) });
      return true;
    }
  };

  const park = (instance: string, observation: Observation): void => {
    const parked = parkings.get(instance)?.parked;
    parked?.push(observation);
    if (parked && parked.length > MAX_PARKED) parked.shift();
  };

  return {
    answered: (observation, mark) => tell(register.answer(observation, mark)),
    observe(instance, observation) {
      if (!take(instance, observation)) park(instance, observation);
    },
    async expecting(instance, task) {
      const parking = parkings.get(instance) ?? { tasks: 0, parked: [] };
      parking.tasks += 1;
      parkings.set(instance, parking);
      try {
        return await task();
      } finally {
        parking.tasks -= 1;
        parking.parked = parking.parked.filter((observation) => !take(instance, observation));
        if (parking.tasks === 0) parkings.delete(instance);
      }
    },
  };
}

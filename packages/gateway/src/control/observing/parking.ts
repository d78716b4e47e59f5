import type { Observation } from "@polycast/core/provider";

/** Keeps what is reported of things that are just being made. */
export type Parking = {
  /** Takes a report in, or keeps it while something is being made at its provider. */
  take(instance: string, observation: Observation): void;
  /** Runs a call that makes something; what is kept meanwhile is tried again when it has ended. */
  expecting<T>(instance: string, task: () => Promise<T>): Promise<T>;
};

/** Reports of unknown things that are kept per provider; older ones give way. */
const MAX_PARKED = 1000;

/** Makes an empty parking. @param tryTake answers false when it knows nothing of the thing */
export function createParking(tryTake: (instance: string, observation: Observation) => boolean): Parking {
  const places = new Map<string, { tasks: number; parked: Observation[] }>();
  return {
    take(instance, observation) {
      if (tryTake(instance, observation)) return;
      const parked = places.get(instance)?.parked;
      parked?.push(observation);
      if (parked && parked.length > MAX_PARKED) parked.shift();
    },
    async expecting(instance, task) {
      const place = places.get(instance) ?? { tasks: 0, parked: [] };
      place.tasks += 1;
      places.set(instance, place);
      try {
        return await task();
      } finally {
        place.tasks -= 1;
        place.parked = place.parked.filter((observation) => !tryTake(instance, observation));
        if (place.tasks === 0) places.delete(instance);
      }
    },
  };
}

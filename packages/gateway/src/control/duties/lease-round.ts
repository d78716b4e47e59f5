import { acquireLease, getLease, listLeases, type Reading, releaseLease, type Writing } from "../../store/index.ts";

/** The lease of the duty to observe an instance. */
export function leaseOf(instance: string): string {
  return PREFIX + instance;
}

/** For how long a lease is good without being renewed, in milliseconds. */
export const TTL_MS = 10_000;
const PREFIX = "observe:";

/** Those of these instances that nobody else observes: never taken, given free, not renewed in time, or this holder's. */
export function* freeInstances(holder: string, instances: readonly string[], now: number): Reading<string[]> {
  const leases = new Map((yield* listLeases(PREFIX)).map((lease) => [lease.name, lease]));
  return instances.filter((instance) => {
    const lease = leases.get(leaseOf(instance));
    return lease?.holder === undefined || lease.holder === holder || lease.expiresAt <= now;
  });
}

/** What a round is to do. */
export type Round = {
  holder: string;
  /** The epoch of each tenure that goes on. */
  renew: readonly { instance: string; epoch: number }[];
  /** Instances of which a tenure is to begin. */
  take: readonly string[];
  now: number;
};

/** Renews and takes leases; answers the epoch of each that is held for `TTL_MS` from then on. */
export function* leaseRound({ holder, renew, take, now }: Round): Writing<Map<string, number>> {
  const held = new Map<string, number>();
  for (const { instance, epoch } of renew) {
    const lease = yield* getLease(leaseOf(instance));
    if (lease?.holder !== holder || lease.epoch !== epoch) continue;
    yield* acquireLease(leaseOf(instance), holder, now, TTL_MS);
    held.set(instance, epoch);
  }
  for (const instance of take) {
    // One's own that was in doubt: a new tenure has an epoch of its own, so that the former one's late writes are refused.
    yield* releaseLease(leaseOf(instance), holder);
    const taken = yield* acquireLease(leaseOf(instance), holder, now, TTL_MS);
    if (taken) held.set(instance, taken.epoch);
  }
  return held;
}

/** Gives leases free. */
export function* releaseAll(holder: string, instances: readonly string[]): Writing<void> {
  for (const instance of instances) yield* releaseLease(leaseOf(instance), holder);
}

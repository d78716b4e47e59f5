import { randomUUID } from "node:crypto";
import type { Log } from "@polycast/core/provider";
import { describeError } from "../../log/describe-error.ts";
import { assertLease, type Store } from "../../store/index.ts";
import { type Clock, toHttpClock } from "../clock.ts";
import { type Duties, type DutyChange, type Fence } from "./duties.ts";
import { startHeartbeat, type Heartbeat } from "./heartbeat.ts";
import { freeInstances, leaseOf, leaseRound, releaseAll, TTL_MS } from "./lease-round.ts";

/** What duties over a shared store work with. */
export type LeasedDutiesOptions = {
  store: Store;
  /** The configured ones. */
  instances: readonly string[];
  clock: Clock;
  log: Log;
};

/** Until when it is good, by a clock that only goes on. */
type Tenure = { epoch: number; deadline: number; fence: Fence };

const RENEW_MS = 3000;
/** No tenure has it. */
const NO_EPOCH = -1;
/** How long closing waits for the store. */
const RELEASE_MS = 2000;

/**
 * Duties of a process that shares its store, each a lease that is renewed every 3 s and good for 10 s from before it was
 * asked for. A process that dies is followed by another within 13 s; the clocks of two processes make that so much longer
 * or shorter as they differ, and whoever lost a duty without knowing it is held off by the fence.
 */
export function createLeasedDuties({ store, instances, clock, log }: LeasedDutiesOptions): Duties {
  const holder = randomUUID();
  const time = toHttpClock(clock);
  const tenures = new Map<string, Tenure>();
  const listeners: ((change: DutyChange) => void)[] = [];
  let heartbeat: Heartbeat | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let closed = false;
  let cancelRound: (() => void) | undefined;
  let unlisten: (() => void) | undefined;

  const tell = (change: DutyChange): void => {
    for (const listener of listeners) listener(change);
  };

  const lose = (instance: string, why: string): void => {
    if (!tenures.delete(instance)) return;
    log("warn", "another process may observe this provider from here on", { provider: instance, why });
    tell({ instance, held: false });
    wake();
  };

  const fenceOf =
    (instance: string, epoch: number): Fence =>
    () =>
      assertLease(leaseOf(instance), holder, epoch);

  const begin = (instance: string, epoch: number, deadline: number): void => {
    tenures.set(instance, { epoch, deadline, fence: fenceOf(instance, epoch) });
    log("info", "this process observes the provider", { provider: instance, epoch });
    tell({ instance, held: true });
  };

  /** Loses what is in doubt. */
  const check = (): void => {
    const gap = heartbeat?.missed() ?? false;
    heartbeat?.reset();
    for (const [instance, { deadline }] of tenures) {
      if (gap) lose(instance, "this process has stood still");
      else if (time.now() >= deadline) lose(instance, "the lease could not be renewed");
    }
  };

  const round = async (): Promise<void> => {
    if (closed) return;
    const sentAt = time.now();
    const now = clock.now();
    const before = new Map(tenures);
    const others = instances.filter((instance) => !before.has(instance));
    const take = others.length === 0 ? [] : await store.read(() => freeInstances(holder, others, now));
    const renew = [...before].map(([instance, { epoch }]) => ({ instance, epoch }));
    if (closed || renew.length + take.length === 0) return;
    const held = await store.write(() => leaseRound({ holder, renew, take, now }));
    const deadline = sentAt + TTL_MS;
    check();
    for (const [instance, tenure] of before) {
      // Lost meanwhile: whatever the store says, it has ended.
      if (tenures.get(instance) !== tenure) continue;
      if (held.get(instance) === tenure.epoch) tenure.deadline = deadline;
      else lose(instance, "another process has taken over");
    }
    if (closed || time.now() >= deadline) return;
    for (const instance of take) {
      const epoch = held.get(instance);
      if (epoch !== undefined) begin(instance, epoch, deadline);
    }
  };

  const run = async (): Promise<void> => {
    cancelRound?.();
    try {
      do {
        again = false;
        await round();
      } while (again);
    } catch (error) {
      if (!closed) log("warn", "the duties of this process could not be renewed", { error: describeError(error) });
    } finally {
      running = undefined;
      if (!closed) cancelRound = clock.after(RENEW_MS, wake);
    }
  };

  const wake = (): void => {
    if (closed) return;
    if (running) again = true;
    else running = run();
  };

  const release = async (): Promise<void> => {
    await running;
    const held = [...tenures.keys()];
    tenures.clear();
    if (held.length > 0) await store.write(() => releaseAll(holder, held));
  };

  return {
    holds(instance) {
      const tenure = tenures.get(instance);
      if (!tenure) return false;
      if (time.now() < tenure.deadline && heartbeat?.missed() !== true) return true;
      queueMicrotask(check);
      return false;
    },
    fence: (instance) => tenures.get(instance)?.fence ?? fenceOf(instance, NO_EPOCH),
    refused: (instance) => lose(instance, "another process has taken over"),
    onChange: (listener) => void listeners.push(listener),
    async start() {
      heartbeat = startHeartbeat(time, check);
      unlisten = store.listen("leases", (name) => {
        if (name === undefined || instances.some((instance) => leaseOf(instance) === name)) wake();
      });
      wake();
      await running;
    },
    async close() {
      if (closed) return;
      closed = true;
      heartbeat?.close();
      unlisten?.();
      cancelRound?.();
      const over = Promise.withResolvers<void>();
      const cancel = clock.after(RELEASE_MS, over.resolve);
      await Promise.race([release(), over.promise])
        .catch((error: unknown) => log("warn", "the duties could not be given free", { error: describeError(error) }))
        .finally(cancel);
    },
  };
}

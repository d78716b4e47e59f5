import { MultistreamError } from "@polycast/core";

/** Tasks that may wait for one key. Default of `createKeyedMutex`. */
const MAX_WAITING = 64;

/** Runs the tasks of one key one after the other, in the order of their arrival; those of different keys together. */
export type KeyedMutex = {
  /** @throws MultistreamError `rate_limited` when too many tasks wait for the key already. */
  run<T>(key: string, task: () => Promise<T>): Promise<T>;
};

/** A mutex per key that costs nothing for keys that nobody uses. */
export function createKeyedMutex(maxWaiting: number = MAX_WAITING): KeyedMutex {
  const lanes = new Map<string, { last: Promise<void>; waiting: number }>();
  return {
    async run(key, task) {
      const lane = lanes.get(key) ?? { last: Promise.resolve(), waiting: 0 };
      if (lane.waiting > maxWaiting) {
        throw new MultistreamError("rate_limited", "Too many changes to this stream are waiting already.", {
          hint: "Wait for the answers of the earlier changes before sending more.",
          retryAfterMs: 1000,
        });
      }
      const { promise: done, resolve: release } = Promise.withResolvers<void>();
      const previous = lane.last;
      lane.last = done;
      lane.waiting += 1;
      lanes.set(key, lane);
      try {
        await previous;
        return await task();
      } finally {
        lane.waiting -= 1;
        if (lane.waiting === 0) lanes.delete(key);
        release();
      }
    },
  };
}

import type { Clock } from "./types.ts";

/** Timers that are stopped together. */
export type Timers = {
  /** Runs it after `ms`, or at once, before it returns, when there is nothing to wait for. */
  after(ms: number, run: () => void): void;
  clear(): void;
};

export function createTimers(clock: Clock): Timers {
  const cancels = new Set<() => void>();
  return {
    after(ms, run) {
      if (ms <= 0) {
        run();
        return;
      }
      const cancel = clock.after(ms, () => {
        cancels.delete(cancel);
        run();
      });
      cancels.add(cancel);
    },
    clear() {
      for (const cancel of cancels) cancel();
      cancels.clear();
    },
  };
}

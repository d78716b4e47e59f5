import { vi } from "vitest";

/** Time that moves only when it is told to: of timers, dates and the monotonic clock, for everything in this process. */
export type ManualTime = Disposable & {
  /** Lets so much time go by, in slices, and lets what falls due in each have its effect. */
  advance(ms: number): Promise<void>;
  /** Lets time go by until the task is done. Rejects as the task does. */
  during<T>(task: PromiseLike<T>): Promise<T>;
};

const TASK_STEP_MS = 10;
/**
 * Takes over time; true time is back when it is disposed. Disks and threads go on in true time, which it waits for.
 *
 * @param options.sliceMs how much time goes by between two waits for them. Default 500
 * @param options.settleMs how long each of these waits takes: of true time, for what no clock moves. Default 1
 */
export function manualTime({ sliceMs = 500, settleMs = 1 }: { sliceMs?: number; settleMs?: number } = {}): ManualTime {
  const settle = (): Promise<void> => settleFor(BigInt(settleMs) * 1_000_000n);
  vi.useFakeTimers({ toFake: ["Date", "performance", "setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  const advance = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= sliceMs) {
      await vi.advanceTimersByTimeAsync(Math.min(left, sliceMs));
      await settle();
    }
  };
  return {
    advance,
    async during(task) {
      const state = { isSettled: false };
      const done = Promise.resolve(task).finally(() => {
        state.isSettled = true;
      });
      // Whoever awaits the task hears of its failure.
      done.catch(() => undefined);
      await settle();
      while (!state.isSettled) await advance(TASK_STEP_MS);
      return done;
    },
    [Symbol.dispose]: () => void vi.useRealTimers(),
  };
}

/** Lets everything that is ready run, and what threads are busy with come back. */
async function settleFor(ns: bigint): Promise<void> {
  const until = process.hrtime.bigint() + ns;
  do await new Promise((resolve) => setImmediate(resolve));
  while (process.hrtime.bigint() < until);
}

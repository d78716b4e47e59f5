import type { ProviderAdapter } from "@polycast/core";
import type { Simulator } from "@polycast/simulators";
import { vi } from "vitest";
import type { OpenScene } from "./scene.ts";

/** What differs between the cloud providers. */
type CloudProvider = {
  /** A fresh account, whose webhooks leave through `fetch`. */
  simulate(options: { fetch: typeof fetch }): Simulator;
  adapt(options: { fetch: typeof fetch }): ProviderAdapter;
};

const SLICE_MS = 250;
const TASK_STEP_MS = 10;
/** Of true time, for what no clock moves: cryptography, and the store's disk. */
const SETTLE_NS = 2_000_000n;
const CALM_MS = 60_000;
const PATIENCE_MS = 240_000;

/** A simulated provider. Its timers and the gateway's are the same, and move only when the scene says so. */
export function cloudScene(provider: CloudProvider): OpenScene {
  return async ({ deliver }) => {
    vi.useFakeTimers({ toFake: ["Date", "performance", "setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
    const simulator = provider.simulate({ fetch: deliver });
    const { stage } = simulator;
    const advance = async (ms: number): Promise<void> => {
      for (let left = ms; left > 0; left -= SLICE_MS) {
        await vi.advanceTimersByTimeAsync(Math.min(left, SLICE_MS));
        await settle();
      }
    };
    return {
      adapter: provider.adapt({ fetch: (input, init) => simulator.fetch(new Request(input, init)) }),
      destinations: [1, 2, 3].map((n) => ({ url: `rtmp://live-${n}.example.com/app` as const, streamKey: "key" })),
      encoder: {
        start: (id) => stage.connect(id),
        drop: (id) => stage.drop(id),
        resume: (id) => stage.resume(id),
        end: (id) => stage.end(id),
      },
      destination: { break: (...ids) => stage.breakTarget(...ids), heal: (...ids) => stage.healTarget(...ids) },
      async during(task) {
        const state = { settled: false };
        const done = task.finally(() => {
          state.settled = true;
        });
        // Whoever awaits the task hears of its failure.
        done.catch(() => undefined);
        await settle();
        while (!state.settled) await advance(TASK_STEP_MS);
        return done;
      },
      advance,
      calmMs: CALM_MS,
      stepMs: SLICE_MS,
      patienceMs: PATIENCE_MS,
      close: async () => void vi.useRealTimers(),
    };
  };
}

/** Lets everything that is ready run, and what threads are busy with come back. */
async function settle(): Promise<void> {
  const until = process.hrtime.bigint() + SETTLE_NS;
  do await new Promise((resolve) => setImmediate(resolve));
  while (process.hrtime.bigint() < until);
}

import type { ProviderAdapter } from "@polycast/core";
import type { Simulator } from "@polycast/simulators";
import { manualTime } from "../harness/manual-time.ts";
import type { OpenScene } from "./scene.ts";

/** What differs between the cloud providers. */
type CloudProvider = {
  /** A fresh account, whose webhooks leave through `fetch`. */
  simulate(options: { fetch: typeof fetch }): Simulator;
  adapt(options: { fetch: typeof fetch }): ProviderAdapter;
};

const SLICE_MS = 250;
const SETTLE_MS = 2;
const CALM_MS = 60_000;
const PATIENCE_MS = 240_000;

/** A simulated provider. Its timers and the gateway's are the same, and move only when the scene says so. */
export function cloudScene(provider: CloudProvider): OpenScene {
  return async ({ deliver }) => {
    const time = manualTime({ sliceMs: SLICE_MS, settleMs: SETTLE_MS });
    const simulator = provider.simulate({ fetch: deliver });
    const { stage } = simulator;
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
      during: (task) => time.during(task),
      advance: (ms) => time.advance(ms),
      calmMs: CALM_MS,
      stepMs: SLICE_MS,
      patienceMs: PATIENCE_MS,
      close: async () => time[Symbol.dispose](),
    };
  };
}

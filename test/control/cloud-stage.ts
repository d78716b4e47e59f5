import type { ProviderAdapter } from "@polycast/core";
import type { Simulator } from "@polycast/simulators";
import { manualTime } from "../harness/manual-time.ts";
import type { ProviderStage, Push } from "./provider-stage.ts";

/** What differs between the clouds. */
export type Cloud<S extends Simulator = Simulator> = {
  /** A fresh account. Webhooks leave through `fetch`. */
  simulate(options: { fetch: typeof fetch }): S;
  adapt(options: { fetch: typeof fetch }): ProviderAdapter;
  /** Reads an account as its owner does, unless it signs otherwise. */
  pushes(read: (path: string, authorization?: string) => Promise<unknown>, streamId: string): Promise<Push[]>;
  /** What the owner signs with. */
  authorization: string;
};

/** A stage over a simulator; its own doors beside. */
export type CloudStage<S extends Simulator = Simulator> = ProviderStage & { readonly simulator: S };

/** Who webhooks go to where no gateway lives. */
const nobody: typeof fetch = async () => new Response(null, { status: 503 });
const PATIENCE_MS = 120_000;
const STEP_MS = 500;

/** Opens a fresh account, and takes over time until the stage is disposed. */
export function openCloud<S extends Simulator>(cloud: Cloud<S>): CloudStage<S> {
  const time = manualTime({ sliceMs: STEP_MS });
  let deliver = nobody;
  const simulator = cloud.simulate({ fetch: (...request) => deliver(...request) });
  const { stage } = simulator;
  let onAir = "";
  const read = async (path: string, authorization = cloud.authorization): Promise<unknown> => {
    const request = new Request(`http://provider.example${path}`, { headers: { authorization } });
    const answer = await simulator.fetch(request);
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return answer.json();
  };
  return {
    simulator,
    adapt: (fetch) => cloud.adapt({ fetch }),
    destination: (n) => ({ url: `rtmp://live-${n}.example.com/app`, streamKey: `key-${n}` }),
    fetch: (request) => simulator.fetch(request),
    encoder: {
      async start(id) {
        await stage.connect(id);
        onAir = id;
      },
      async end() {
        await stage.end(onAir);
      },
    },
    pushes: (streamId) => time.during(cloud.pushes(read, streamId)),
    deliverTo(next) {
      deliver = next;
    },
    advance: (ms) => time.advance(ms),
    during: (task) => time.during(task),
    isManual: true,
    stepMs: STEP_MS,
    patienceMs: PATIENCE_MS,
    async [Symbol.asyncDispose]() {
      time[Symbol.dispose]();
    },
  };
}

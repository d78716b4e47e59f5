import type { ProviderAdapter } from "@polycast/core";
import type { Clock, Simulator } from "@polycast/simulators";
import { manualTime } from "../harness/manual-time.ts";
import type { ProviderStage, Push } from "./provider-stage.ts";

/** All that a provider has, by its own ids. */
export type Account = { streams: string[]; /** Also those of no stream. */ targets: string[] };

type Read = (path: string, authorization?: string) => Promise<unknown>;

/** What differs between the clouds. */
export type Cloud<S extends Simulator = Simulator> = {
  /** A fresh account. Webhooks leave through `fetch`. */
  simulate(options: { fetch: typeof fetch; clock?: Clock }): S;
  adapt(options: { fetch: typeof fetch }): ProviderAdapter;
  /** What `adapt` makes it of, as a config file says it. */
  settings: Record<string, unknown>;
  /** Of its API, below where it is served. */
  basePath: string;
  /** Reads an account as its owner does, unless it signs otherwise. */
  pushes(read: Read, streamId: string): Promise<Push[]>;
  account(read: Read): Promise<Account>;
  /** What the owner signs with. */
  authorization: string;
};

/** A stage over a simulator; its own doors beside. */
export type CloudStage<S extends Simulator = Simulator> = ProviderStage & {
  readonly simulator: S;
  account(): Promise<Account>;
};

/** Who webhooks go to where no gateway lives. */
const nobody: typeof fetch = async () => new Response(null, { status: 503 });
const PATIENCE_MS = 120_000;
const STEP_MS = 500;

/**
 * Opens a fresh account, and takes over time until the stage is disposed.
 *
 * @param options.sliceMs how much time goes by at once. Default 500
 */
export function openCloud<S extends Simulator>(cloud: Cloud<S>, { sliceMs = STEP_MS } = {}): CloudStage<S> {
  const time = manualTime({ sliceMs });
  let deliver = nobody;
  const simulator = cloud.simulate({ fetch: (...request) => deliver(...request) });
  const { stage } = simulator;
  let onAir = "";
  const read: Read = async (path, authorization = cloud.authorization) => {
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
    account: () => time.during(cloud.account(read)),
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

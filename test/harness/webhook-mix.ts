import { livepeerSimulator, type ManualClock, manualClock, muxSimulator, type Simulator } from "@polycast/simulators";
import { type ServedSimulator, serveSimulator } from "@polycast/simulators/serve";
import type { SeededRandom } from "./seeded-random.ts";
import type { Signer } from "./sign-webhook.ts";

/** A webhook that a simulated provider sent, before it is signed. */
export type RecordedWebhook = {
  signer: Signer;
  /** By which its copies are known for copies. */
  eventId: string;
  type: string;
  body: string;
};

/** What the sender proves itself with, and what the gateway's environment needs to reach the simulated providers. */
export const webhookSecrets: Readonly<Record<Signer, string>> = {
  mux: "storm-secret-of-mux-0123456789",
  livepeer: "storm-secret-of-livepeer-0123456789",
};

/** Simulated Mux and Livepeer behind HTTP, whose webhooks are recorded instead of sent. */
export type RecordedProviders = AsyncDisposable & {
  readonly names: readonly Signer[];
  /** For the gateway's process. */
  readonly env: Readonly<Record<string, string>>;
  /** Everything recorded so far, in the order in which it happened. */
  webhooks(): readonly RecordedWebhook[];
  /** Runs one more broadcast on every stream; the steps and their order come from `random`. */
  broadcast(streams: readonly StagedStream[], random: SeededRandom): Promise<void>;
  /** Leaves every stream in some state: on air with or without trouble, waiting for its encoder, or off. */
  leave(streams: readonly StagedStream[], random: SeededRandom): Promise<void>;
  /** From now on no read is allowed, as with a token that lost its rights: what happened is known from webhooks alone. */
  refuseReads(): void;
};

/** A stream of a simulated provider, by its own ids. */
export type StagedStream = { provider: Signer; id: string; targets: readonly string[] };

const HOOK = "https://hooks.example.com";
/** Broadcasts take milliseconds, so that what they tell is hardly ever later than now. */
const muxTimings = { firstFrameMs: 1, activeMs: 1, targetConnectMs: 3, targetRetryMs: 4 };
const livepeerTimings = { connectMs: 4, connectAfterErrorsMs: 6, failMs: 1, retryMs: 1, applyMs: 1, healthReportMs: 2 };
/** Longer than any of them. */
const SETTLE_MS = 10;
const NO_READING = { method: "GET", times: 1_000_000, fault: { kind: "answer", status: 403 } } as const;

/** Where webhooks go: they are recorded on the way. */
const takeAnything: typeof fetch = async () => new Response(null, { status: 204 });

/** Opens both providers on free ports of 127.0.0.1. */
export async function recordedProviders(): Promise<RecordedProviders> {
  const clock = manualClock(Date.now());
  const mux = muxSimulator({
    clock,
    fetch: takeAnything,
    timings: muxTimings,
    webhooks: [{ url: `${HOOK}/mux`, secret: webhookSecrets.mux }],
  });
  const livepeer = livepeerSimulator({
    clock,
    fetch: takeAnything,
    timings: livepeerTimings,
    webhooks: [{ url: `${HOOK}/livepeer`, sharedSecret: webhookSecrets.livepeer }],
  });
  const simulators: Readonly<Record<Signer, Simulator>> = { mux, livepeer };
  const recorded: RecordedWebhook[] = [];
  for (const signer of ["mux", "livepeer"] as const) {
    simulators[signer].webhooks.onDelivery(({ eventId, endpointId, type, body }) => {
      // Livepeer gives one id to what it tells several endpoints.
      recorded.push({ signer, eventId: signer === "livepeer" ? `${eventId}:${endpointId}` : eventId, type, body });
    });
  }
  const served = await Promise.all([serveSimulator(mux), serveSimulator(livepeer)]);
  const [muxServer, livepeerServer] = served;
  const settled = () => Promise.all([mux.webhooks.settled(), livepeer.webhooks.settled()]);
  const broadcast = createBroadcast(simulators, clock);

  return {
    names: ["mux", "livepeer"],
    env: {
      MUX_BASE_URL: muxServer.url,
      MUX_TOKEN_ID: mux.credentials.tokenId,
      MUX_TOKEN_SECRET: mux.credentials.tokenSecret,
      MUX_WEBHOOK_SECRET: webhookSecrets.mux,
      LIVEPEER_BASE_URL: `${livepeerServer.url}/api`,
      LIVEPEER_API_KEY: livepeer.credentials.apiKey,
      LIVEPEER_WEBHOOK_SECRET: webhookSecrets.livepeer,
    },
    webhooks: () => recorded,
    async broadcast(streams, random) {
      await broadcast(streams, random, true);
      await settled();
    },
    async leave(streams, random) {
      await broadcast(streams, random, false);
      await settled();
    },
    refuseReads() {
      for (const { faults } of Object.values(simulators)) faults.add(NO_READING);
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(served.map((server: ServedSimulator) => server.close()));
    },
  };
}

/** One broadcast of each stream, all at the same time; with `ends` false some are left as they are in the middle. */
function createBroadcast(simulators: Readonly<Record<Signer, Simulator>>, clock: ManualClock) {
  const away = new Set<string>();
  const broken = new Map<string, string>();

  const start = async ({ id, provider }: StagedStream): Promise<void> => {
    const { stage } = simulators[provider];
    await (away.delete(id) ? stage.resume(id) : stage.connect(id));
  };
  const heal = async ({ id, provider }: StagedStream): Promise<void> => {
    const target = broken.get(id);
    broken.delete(id);
    if (target !== undefined) await simulators[provider].stage.healTarget(id, target);
  };

  return async (streams: readonly StagedStream[], random: SeededRandom, ends: boolean): Promise<void> => {
    /** Does it with some of the streams, each at a moment of its own. */
    const each = async (share: number, act: (stream: StagedStream) => Promise<void>): Promise<void> => {
      for (const stream of random.shuffled(streams)) {
        if (!random.chance(share)) continue;
        await act(stream);
        await clock.advance(1);
      }
      await clock.advance(SETTLE_MS);
    };
    const drop = async ({ id, provider }: StagedStream): Promise<void> => {
      away.add(id);
      await simulators[provider].stage.drop(id);
    };
    await clock.advance(Math.max(0, Date.now() - clock.now()));
    await each(1, start);
    await each(0.6, async (stream) => {
      const target = stream.targets[random.whole(0, stream.targets.length - 1)];
      if (target === undefined) return;
      broken.set(stream.id, target);
      await simulators[stream.provider].stage.breakTarget(stream.id, target);
    });
    await each(ends ? 1 : 0.4, heal);
    await each(0.5, drop);
    await each(ends ? 1 : 0.5, async (stream) => {
      if (away.has(stream.id)) await start(stream);
    });
    await each(ends ? 1 : 0.3, async (stream) => {
      if (away.has(stream.id)) return;
      await simulators[stream.provider].stage.end(stream.id);
    });
  };
}

import { cp } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { streamSchema } from "@polycast/core/provider";
import * as z from "zod";
import type { Api } from "../harness/api.ts";
import { type GatewayProcess, gatewayProcess } from "../harness/gateway-process.ts";
import { gatewayUrl } from "../harness/gateway-url.ts";
import { inboxItems } from "../harness/inbox-items.ts";
import { type SeededRandom, seededRandom } from "../harness/seeded-random.ts";
import { tempDir } from "../harness/temp-dir.ts";
import { type RecordedProviders, recordedProviders, type StagedStream } from "../harness/webhook-mix.ts";
import { type WebhookSubscriber, webhookSubscriber } from "../harness/webhook-subscriber.ts";
import { checkEvents } from "./check-events.ts";
import { checkInbox, checkStates, checkSubscription, inboxEmptied, listEvents, listStates } from "./check-storm.ts";
import { planStorm, type Sent, sendStorm } from "./send-storm.ts";

export type StormOptions = {
  /** At least so many different webhooks. */
  webhooks: number;
  /** How often the receiving process gets a SIGKILL meanwhile. */
  kills: number;
  /** The same seed gives the same webhooks, copies and order; what a kill hits is chance. */
  seed: number;
  /** Streams per provider. Default 4. */
  streams?: number;
  /** How far out of order they come, 0 to 1; see `planStorm`. Default 1: in any order. */
  spread?: number;
  /** Waits until every event has arrived, also what is due only after a minute. Default true. */
  patient?: boolean;
  progress?: (text: string) => void;
};

export type StormReport = {
  webhooks: number;
  sent: Sent;
  kills: number;
  events: number;
  /** Deliveries of events that came more than once, over both subscribers. */
  repeated: number;
  seconds: number;
  /** What was promised and not kept, in words; empty when all went well. */
  violations: string[];
};

const TARGETS = ["a", "b", "c"];
const CONCURRENCY = 32;
const FAILING_SHARE = 0.3;
/** A second failure of one event would be repeated after minutes only. */
const FAILS_AT_MOST = 1;
const createdSchema = z.object({ stream: streamSchema });
const endpointSchema = z.object({ id: z.string(), secret: z.string() });
const cursorSchema = z.object({ cursor: z.string() });

/**
 * Webhooks of simulated Mux and Livepeer sessions, in any order, repeated, with forged and truncated ones between them,
 * into a gateway that is killed again and again. Then compares it with a gateway that got each once, in order and in
 * peace.
 */
export async function runStorm(options: StormOptions): Promise<StormReport> {
  const { webhooks: wanted, kills, seed, streams: perProvider = 4, spread = 1 } = options;
  const { patient = true, progress = () => undefined } = options;
  const random = seededRandom(seed);
  const startedAt = performance.now();
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir());
  const providers = stack.use(await recordedProviders());
  const folder = (name: string) => join(dir.path, name);

  const staged = await makeStreams(providers, folder("base"), perProvider);
  progress(`${staged.length} streams made`);
  while (providers.webhooks().length < wanted) await providers.broadcast(staged, random);
  await providers.leave(staged, random);
  providers.refuseReads();
  const webhooks = providers.webhooks();
  progress(`${webhooks.length} webhooks recorded`);
  await Promise.all(["calm", "storm"].map((name) => cp(folder("base"), folder(name), { recursive: true })));

  const expected = await runInOrder(providers, folder("calm"));
  progress("reference run done");

  const gateway = stack.use(await start(providers, folder("storm")));
  const steady = stack.use(await webhookSubscriber());
  const failing = stack.use(await failingSubscriber(random));
  const { cursor } = cursorSchema.parse(JSON.parse(await gateway.api.text("GET", "/v1/events?limit=100")));
  const subscriptions = [
    { name: "the steady subscriber", subscriber: steady, endpointId: await subscribe(gateway.api, steady) },
    { name: "the failing subscriber", subscriber: failing, endpointId: await subscribe(gateway.api, failing) },
  ];

  const killer = createKiller(gateway, kills, random, progress);
  const plan = planStorm(webhooks, random, spread);
  const sent = await sendStorm(gatewayUrl(gateway), plan, {
    concurrency: CONCURRENCY,
    passed: (count) => killer.passed(count / plan.length),
  });
  await killer.finished();
  progress(`${sent.requests} requests sent, ${killer.count()} kills`);

  await inboxEmptied(gateway.api);
  const events = await listEvents(gateway.api, cursor);
  progress(`${events.length} events in the log`);
  const violations = [
    ...sent.violations,
    ...checkInbox(await inboxItems(gateway.api), webhooks),
    ...checkEvents(await listEvents(gateway.api)),
    ...checkStates(await listStates(gateway.api), expected),
  ];
  for (const subscription of subscriptions) {
    violations.push(...(await checkSubscription(gateway.api, subscription, events, patient)));
  }
  const accepted = steady.accepted().size + failing.accepted().size;
  return {
    webhooks: webhooks.length,
    sent,
    kills: killer.count(),
    events: events.length,
    repeated: steady.received.length + failing.received.length - accepted,
    seconds: (performance.now() - startedAt) / 1000,
    violations,
  };
}

function start(providers: RecordedProviders, dataDir: string): Promise<GatewayProcess> {
  return gatewayProcess({ env: { ...providers.env, POLYCAST_DATA_DIR: dataDir, POLYCAST_LOG_LEVEL: "warn" } });
}

/** Streams with three targets each, made through a gateway that leaves them in its folder. */
async function makeStreams(
  providers: RecordedProviders,
  dataDir: string,
  perProvider: number,
): Promise<StagedStream[]> {
  await using gateway = await start(providers, dataDir);
  const staged: StagedStream[] = [];
  for (let index = 0; index < perProvider; index += 1) {
    for (const provider of providers.names) {
      const targets = TARGETS.map((name) => ({
        name,
        destination: { url: `rtmp://live-${name}.example.com/app` as const, streamKey: `key-${index}-${name}` },
      }));
      const body = { name: `${provider} ${index}`, provider, targets };
      const { stream } = createdSchema.parse(JSON.parse(await gateway.api.text("POST", "/v1/streams", body)));
      const made = await gateway.api.targets(stream.id);
      staged.push({ provider, id: nativeId(stream), targets: made.map(nativeId) });
    }
  }
  return staged;
}

function nativeId({ bindings = [] }: { bindings?: { id: string }[] | undefined }): string {
  const [binding] = bindings;
  if (binding === undefined) throw new Error("It is bound to no provider");
  return binding.id;
}

/** Every webhook once, one after the other, as they happened. @returns what is known of every stream in the end */
async function runInOrder(providers: RecordedProviders, dataDir: string): Promise<Map<string, unknown>> {
  await using gateway = await start(providers, dataDir);
  const sends = providers.webhooks().map((webhook) => ({ kind: "genuine", webhook }) as const);
  const { violations } = await sendStorm(gatewayUrl(gateway), sends, { concurrency: 1 });
  if (violations.length > 0) throw new Error(`In order it did not work either: ${violations.slice(0, 3).join("; ")}`);
  await inboxEmptied(gateway.api);
  // Awaited here: the gateway goes at the end of the block.
  return await listStates(gateway.api);
}

/** Fails now and then. */
function failingSubscriber(random: SeededRandom): Promise<WebhookSubscriber> {
  return webhookSubscriber((_, attempt) => ({
    status: attempt <= FAILS_AT_MOST && random.chance(FAILING_SHARE) ? 500 : 200,
  }));
}

/** @returns the endpoint's id */
async function subscribe(api: Api, subscriber: WebhookSubscriber): Promise<string> {
  const answer = await api.text("POST", "/v1/webhook-endpoints", { url: subscriber.url });
  const { id, secret } = endpointSchema.parse(JSON.parse(answer));
  subscriber.trust(secret);
  return id;
}

/** Kills at even distances of the way, each a few milliseconds late, and starts again at once. */
function createKiller(gateway: GatewayProcess, kills: number, random: SeededRandom, progress: (text: string) => void) {
  let killed = 0;
  let running: Promise<void> | undefined;
  let failure: unknown;
  const kill = async (): Promise<void> => {
    await delay(random.whole(0, 30));
    await gateway.kill();
    await gateway.start();
    progress(`killed and started again (${killed} of ${kills})`);
  };
  return {
    passed(share: number): void {
      if (running || failure || killed >= kills || share < (killed + 1) / (kills + 1)) return;
      killed += 1;
      running = kill().then(
        () => {
          running = undefined;
        },
        (error: unknown) => {
          failure = error;
        },
      );
    },
    count: () => killed,
    async finished(): Promise<void> {
      await running;
      if (failure) throw failure;
    },
  };
}

import { setTimeout as delay } from "node:timers/promises";
import * as z from "zod";
import { checkInbox, checkSubscription, inboxEmptied, listEvents } from "../events/check-storm.ts";
import type { Sent } from "../events/send-storm.ts";
import { clip } from "../harness/clip.ts";
import { countingSink } from "../harness/counting-sink.ts";
import { eventFollower } from "../harness/event-follower.ts";
import { inboxItems } from "../harness/inbox-items.ts";
import { rtmpIngest } from "../harness/rtmp-ingest.ts";
import { seededRandom } from "../harness/seeded-random.ts";
import { type TirelessEncoder, tirelessEncoder } from "../harness/tireless-encoder.ts";
import { waitFor } from "../harness/wait-for.ts";
import { recordedProviders } from "../harness/webhook-mix.ts";
import { webhookSubscriber } from "../harness/webhook-subscriber.ts";
import { changeStreams, changeTargets } from "./change-targets.ts";
import { checkFollower, checkLog, checkSink, checkWishes } from "./check-run.ts";
import { type Cluster, startCluster } from "./cluster.ts";
import { killProcesses } from "./kill-processes.ts";
import { recordWebhooks, trickle } from "./incoming-webhooks.ts";
import { patientClient, type RequestFigures } from "./patient-client.ts";
import { noWishes } from "./wishes.ts";

export type KillRunOptions = {
  kills: number;
  /** The same seed gives the same kills and wishes; what a kill hits is chance. */
  seed: number;
  /** Streams with an encoder. Default 3. */
  live?: number;
  /** Between two requests of a caller, at most, in milliseconds. Default 150. */
  pauseMs?: number;
  /** Before a kill, at most, in milliseconds. Default 6000. */
  killPauseMs?: number;
  /** That a killed process stays away, at most, in milliseconds. Default 3000. */
  awayMs?: number;
  /** For how long one request is repeated: longer than a killed gateway holds an idempotency key. Default 150 s. */
  patienceMs?: number;
  /** Waits until every event has arrived, also what is due only after a minute. Default true. */
  patient?: boolean;
  progress?: (text: string) => void;
};

export type KillRunReport = {
  kills: Record<string, number>;
  requests: RequestFigures;
  webhooks: Omit<Sent, "violations">;
  events: number;
  publications: number;
  /** Deliveries of events that came more than once, over both subscribers. */
  repeated: number;
  seconds: number;
  /** What was promised and not kept, in words; empty when all went well. */
  violations: string[];
  /** What the processes printed, where a promise was broken. */
  logs: string;
};

const WEBHOOKS_PER_KILL = 15;
const FIRST_MEDIA_WITHIN_MS = 60_000;
/** Deliveries that may be under way from one gateway: two endpoints, four at a time. */
const MOST_UNDER_WAY = 8;
const cursorSchema = z.object({ cursor: z.string() });
const endpointSchema = z.object({ id: z.string(), secret: z.string() });

/**
 * Two gateways and two relays under load, with encoders, callers, webhooks in and subscribers, whose processes are killed
 * one by one. Then compares what was acknowledged with what there is.
 */
export async function runUnderKills(options: KillRunOptions): Promise<KillRunReport> {
  const { kills, seed, live = 3, pauseMs = 150, killPauseMs = 6_000, awayMs = 3_000 } = options;
  const { patienceMs = 150_000, patient = true, progress = () => undefined } = options;
  const random = seededRandom(seed);
  const startedAt = performance.now();
  await using stack = new AsyncDisposableStack();
  const providers = stack.use(await recordedProviders());
  const cluster = stack.use(await startCluster({ env: { ...providers.env, POLYCAST_LOG_LEVEL: "warn" } }));
  const sink = stack.use(await countingSink());
  const { gateways, apiKey } = cluster;
  const [{ api }] = gateways;
  progress("two gateways and two relays are up");

  const { cursor } = cursorSchema.parse(JSON.parse(await api.text("GET", "/v1/events?limit=1")));
  const followers = gateways.map((gateway) => stack.use(eventFollower(gateway.url, apiKey, cursor)));
  const subscribers = [stack.use(await webhookSubscriber()), stack.use(await webhookSubscriber())];
  const subscriptions = [];
  for (const [index, subscriber] of subscribers.entries()) {
    const through = gateways[index] ?? gateways[0];
    const made = await through.api.text("POST", "/v1/webhook-endpoints", { url: subscriber.url });
    const { id, secret } = endpointSchema.parse(JSON.parse(made));
    subscriber.trust(secret);
    subscriptions.push({ name: `the subscriber of ${through.name}`, endpointId: id, subscriber });
  }

  const file = await clip("small");
  const encoders: TirelessEncoder[] = [];
  const ids: string[] = [];
  for (let index = 0; index < live; index += 1) {
    const { stream, ingest } = await api.createStream({ name: `live ${index}` });
    ids.push(stream.id);
    encoders.push(stack.use(await tirelessEncoder(file, rtmpIngest(ingest).publishUrl)));
  }
  const idle = await api.createStream({ name: "idle" });
  const webhooks = await recordWebhooks(cluster, providers, random, kills * WEBHOOKS_PER_KILL);
  progress(`${webhooks.length} webhooks recorded; the load begins`);

  const wishes = noWishes();
  const client = patientClient({ gateways, apiKey, random, patienceMs });
  const over = new AbortController();
  const caller = { client, wishes, random, url: sink.url, over: over.signal, pauseMs };
  const callers = [...ids, idle.stream.id].map((id) => changeTargets(id, caller));
  const load = Promise.all([...callers, changeStreams(caller)]);
  // A caller that fails ends the run, not the process.
  load.catch(() => over.abort());
  const sending = trickle(cluster.url, webhooks, random, over.signal);
  sending.catch(() => over.abort());

  await waitFor("the first media", () => sink.publications.length >= live, FIRST_MEDIA_WITHIN_MS);
  const acknowledged = () => client.figures.acknowledged;
  const pauses = { pauseMs: killPauseMs, awayMs };
  const counts = await killProcesses(cluster, { kills, random, ...pauses, encoders, acknowledged, progress });
  over.abort();
  await load;
  const { violations: refused, ...sent } = await sending;
  progress("all are back, the load is over");

  const violations = [...client.figures.faults, ...refused];
  for (const gateway of gateways) violations.push(...(await checkWishes(gateway, wishes)));
  progress("wishes compared");
  violations.push(...(await checkSink(sink, wishes, ids)));
  progress("sink compared");
  for (const encoder of encoders) await encoder.stop();
  for (const id of ids)
    await api.waitForStream(id, "idle", 90_000).catch((error: Error) => violations.push(error.message));
  await inboxEmptied(api);
  violations.push(...checkInbox(await inboxItems(api), webhooks));
  const log = await quietLog(cluster);
  progress(`${log.length} events in the log`);
  violations.push(...checkLog(log, wishes));
  for (const [index, follower] of followers.entries()) {
    violations.push(...(await checkFollower(`the follower of gateway-${index + 1}`, follower, log)));
  }
  for (const subscription of subscriptions) {
    violations.push(...(await checkSubscription(api, subscription, log, patient)));
  }
  const repeated = subscribers.reduce(
    (sum, subscriber) => sum + subscriber.received.length - subscriber.accepted().size,
    0,
  );
  const gatewayKills = gateways.reduce((sum, { name }) => sum + (counts.get(name) ?? 0), 0);
  if (repeated > gatewayKills * MOST_UNDER_WAY) violations.push(`${repeated} deliveries came twice`);
  return {
    kills: Object.fromEntries(counts),
    requests: client.figures,
    webhooks: sent,
    events: log.length,
    publications: sink.publications.length,
    repeated,
    seconds: (performance.now() - startedAt) / 1000,
    violations,
    logs: violations.length === 0 ? "" : cluster.logs(),
  };
}

const QUIET_MS = 3_000;

/** The log once nothing is added to it any more. */
async function quietLog({ gateways }: Cluster) {
  const [{ api }] = gateways;
  for (let before = -1; ;) {
    const log = await listEvents(api);
    if (log.length === before) return log;
    before = log.length;
    await delay(QUIET_MS);
  }
}

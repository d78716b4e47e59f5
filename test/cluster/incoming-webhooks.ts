import { setTimeout as delay } from "node:timers/promises";
import { streamSchema } from "@polycast/core/provider";
import * as z from "zod";
import { planStorm, type Sent, sendStorm } from "../events/send-storm.ts";
import type { SeededRandom } from "../harness/seeded-random.ts";
import type { RecordedProviders, RecordedWebhook } from "../harness/webhook-mix.ts";
import type { Cluster } from "./cluster.ts";

/** Hardly out of order, so that most of them are news. */
const SPREAD = 0.05;
const SLICE = 4;
const SLICE_MS = 150;
const createdSchema = z.object({ stream: streamSchema });

/** Broadcasts at simulated Mux and Livepeer until so many webhooks are there to be sent. */
export async function recordWebhooks(
  { gateways: [{ api }] }: Cluster,
  providers: RecordedProviders,
  random: SeededRandom,
  wanted: number,
): Promise<readonly RecordedWebhook[]> {
  const staged = [];
  for (const provider of providers.names) {
    const destination = { url: "rtmp://live.example.com/app", streamKey: `key-at-${provider}` };
    const body = { name: provider, provider, targets: [{ name: "a", destination }] };
    const { stream } = createdSchema.parse(JSON.parse(await api.text("POST", "/v1/streams", body)));
    staged.push({ provider, id: nativeId(stream), targets: (await api.targets(stream.id)).map(nativeId) });
  }
  while (providers.webhooks().length < wanted) await providers.broadcast(staged, random);
  return providers.webhooks().slice();
}

function nativeId({ bindings = [] }: { bindings?: { id: string }[] | undefined }): string {
  const [binding] = bindings;
  if (binding === undefined) throw new Error("It is bound to no provider");
  return binding.id;
}

/** Sends them a few at a time for as long as the run lasts, and what is left at its end all at once. */
export async function trickle(
  url: string,
  webhooks: readonly RecordedWebhook[],
  random: SeededRandom,
  over: AbortSignal,
): Promise<Sent> {
  const plan = planStorm(webhooks, random, SPREAD);
  const total: Sent = { requests: 0, acknowledged: 0, unanswered: 0, busy: 0, refused: 0, violations: [] };
  for (let from = 0; from < plan.length; from += SLICE) {
    const sent = await sendStorm(url, plan.slice(from, from + SLICE), { concurrency: SLICE });
    for (const name of ["requests", "acknowledged", "unanswered", "busy", "refused"] as const)
      total[name] += sent[name];
    total.violations.push(...sent.violations);
    if (!over.aborted) await delay(SLICE_MS, undefined, { signal: over }).catch(() => undefined);
  }
  return total;
}

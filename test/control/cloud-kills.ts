import { setTimeout as delay } from "node:timers/promises";
import type { Stream } from "@polycast/core";
import { streamSchema } from "@polycast/core/provider";
import * as z from "zod";
import { patientClient } from "../cluster/patient-client.ts";
import { type GatewayProcess, gatewayProcess } from "../harness/gateway-process.ts";
import { gatewayUrl } from "../harness/gateway-url.ts";
import { seededRandom } from "../harness/seeded-random.ts";
import { changeCloud, type WantedStream } from "./change-clouds.ts";
import { differences } from "./check-cloud.ts";
import { type CloudProcess, cloudProcess, cloudWords } from "./cloud-processes.ts";
import type { KillOptions } from "./kill-rounds.ts";

export type CloudKillReport = {
  kills: number;
  /** Changes that were answered with 2xx. */
  acknowledged: number;
  /** Requests that had no answer, because the gateway was killed over them, or was not there. */
  unanswered: number;
  /** Streams that were left in the end. */
  streams: number;
  seconds: number;
  /** What was promised and not kept, in words; empty when all went well. */
  violations: string[];
};

/** Callers at each cloud. */
const CALLERS = 2;
const MAX_LIFE_MS = 600;
/** How long a request is repeated. */
const PATIENCE_MS = 300_000;
/** How long everything may take until it is as it is wanted. */
const QUIET_MS = 90_000;
const LOOK_MS = 500;
const listSchema = z.object({ data: z.array(streamSchema), nextCursor: z.string().optional() });

/**
 * Several clients that change streams at three simulated clouds through a gateway that is killed at random moments. When
 * it is quiet, what was acknowledged is at the clouds, and nothing else.
 */
export async function runCloudKills({
  kills,
  seed,
  progress = () => undefined,
}: KillOptions): Promise<CloudKillReport> {
  const startedAt = performance.now();
  const random = seededRandom(seed);
  await using stack = new AsyncDisposableStack();
  const clouds = await Promise.all(cloudWords.map(async (word) => stack.use(await cloudProcess(word))));
  const providers = Object.fromEntries(clouds.map(({ word, config }) => [word, config]));
  const gateway = stack.use(
    await gatewayProcess({ env: { POLYCAST_LOG_LEVEL: "warn" }, config: { providers, provider: "mux" } }),
  );
  const url = gatewayUrl(gateway);
  const wishes = new Map<string, WantedStream>();
  const stop = new AbortController();
  const callers = clouds.flatMap(({ word }) =>
    Array.from({ length: CALLERS }, (_, index) => {
      const own = seededRandom(random.whole(0, 2 ** 31));
      const client = patientClient({
        gateways: [{ url }],
        apiKey: gateway.apiKey,
        random: own,
        patienceMs: PATIENCE_MS,
      });
      const once = async (path: string, body: unknown): Promise<void> => {
        const headers = { authorization: `Bearer ${gateway.apiKey}`, "content-type": "application/json" };
        const answer = await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) }).catch(
          () => undefined,
        );
        await answer?.text().catch(() => undefined);
      };
      const name = `${word} ${index}`;
      return {
        client,
        done: changeCloud({ client, once, wishes, name, provider: word, random: own, over: stop.signal }),
      };
    }),
  );
  for (let round = 1; round <= kills; round += 1) {
    await delay(random.whole(0, MAX_LIFE_MS));
    await gateway.kill();
    await gateway.start();
    if (round % 10 === 0) progress(`${round} of ${kills} kills`);
  }
  stop.abort();
  await Promise.all(callers.map(({ done }) => done));

  const { streams, violations } = await settled(gateway, clouds, wishes);
  const figures = callers.map(({ client }) => client.figures);
  const sum = (count: (one: (typeof figures)[number]) => number): number =>
    figures.reduce((total, one) => total + count(one), 0);
  return {
    kills,
    acknowledged: sum((one) => one.acknowledged),
    unanswered: sum((one) => one.unanswered),
    streams,
    seconds: (performance.now() - startedAt) / 1_000,
    violations: [...figures.flatMap(({ faults }) => faults), ...violations],
  };
}

/** Waits until all is as it is wanted. What is not is told as violations in the end. */
async function settled(
  gateway: GatewayProcess,
  clouds: readonly CloudProcess[],
  wishes: ReadonlyMap<string, WantedStream>,
): Promise<{ streams: number; violations: string[] }> {
  const deadline = performance.now() + QUIET_MS;
  for (;;) {
    const streams = await streamsOf(gateway);
    const found = await Promise.all(clouds.map((cloud) => differences(cloud, streams, wishes)));
    const lost = [...wishes.keys()].filter((id) => !streams.some((stream) => stream.id === id));
    const violations = [...found.flat(), ...lost.map((id) => `acknowledged and lost: ${id}`)];
    if (violations.length === 0 || performance.now() > deadline) return { streams: streams.length, violations };
    await delay(LOOK_MS);
  }
}

async function streamsOf(gateway: GatewayProcess): Promise<Stream[]> {
  const streams: Stream[] = [];
  let cursor = "";
  do {
    const answer = await fetch(`${gatewayUrl(gateway)}/v1/streams?limit=100${cursor}`, {
      headers: { authorization: `Bearer ${gateway.apiKey}` },
    });
    const { data, nextCursor } = listSchema.parse(await answer.json());
    streams.push(...data);
    cursor = nextCursor === undefined ? "" : `&cursor=${encodeURIComponent(nextCursor)}`;
  } while (cursor !== "");
  return streams;
}

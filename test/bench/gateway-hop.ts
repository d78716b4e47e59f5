import { fileURLToPath } from "node:url";
import { streamSchema } from "@polycast/core/provider";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { startChild } from "../harness/child.ts";
import { tempDir } from "../harness/temp-dir.ts";
import { type LoadCost, measureLoad } from "./gateway-load.ts";
import { streamInput } from "./gateway-requests.ts";
import { startBenchGateway } from "./gateway-start.ts";
import { rawRequest } from "./http-load.ts";

/** One round: the provider asked directly, and through the gateway. CPU of the latter is the gateway's alone. */
export type HopCost = { direct: LoadCost; gateway: LoadCost };

export type HopOptions = { seconds: number; rounds: number; progress: (text: string) => void };

const SIMULATOR = fileURLToPath(new URL("gateway-simulator.ts", import.meta.url));
const simulatorSchema = z.object({ url: z.url(), tokenId: z.string(), tokenSecret: z.string() });
const createdSchema = z.object({ stream: streamSchema });
/** The adapter's own limits would be what is measured. */
const generous = { perSecond: 10_000, burst: 10_000 };

/**
 * `GET /v1/streams/{id}/ingest`, which asks Mux's simulator once, beside the same question asked directly: one client,
 * one connection, in turns.
 */
export async function measureHop({ seconds, rounds, progress }: HopOptions): Promise<HopCost[]> {
  await using simulator = await startChild(process.execPath, ["--conditions=@polycast/source", SIMULATOR]);
  const line = /listening (\{.*\})$/mu;
  await simulator.waitForOutput(line);
  const { url, ...credentials } = simulatorSchema.parse(JSON.parse(line.exec(simulator.output())?.[1] ?? ""));
  await using dir = await tempDir();
  const config = join(dir.path, "polycast.config.json");
  const mux = { type: "mux", baseUrl: url, ...credentials, rateLimits: { create: generous, other: generous } };
  await writeFile(config, JSON.stringify({ provider: "mux", providers: { mux } }));
  await using gateway = await startBenchGateway({ args: ["--config", config] });

  const { authorization, providerId, id } = await makeStream(gateway, credentials);
  const direct = rawRequest(`/video/v1/live-streams/${providerId}`, { authorization }, "", "GET");
  const headers = { authorization: `Bearer ${gateway.apiKey}` };
  const through = rawRequest(`/v1/streams/${id}/ingest`, headers, "", "GET");
  const provider = { pid: simulator.pid, port: Number(new URL(url).port) };
  const options = { seconds, connections: 1, status: 200 };

  const costs: HopCost[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    progress(round === 0 ? "warm-up: provider hop" : `round ${round}: provider hop`);
    const ask = {
      direct: () => measureLoad(provider, () => direct, options),
      gateway: () => measureLoad(gateway, () => through, options),
    };
    const first = round % 2 === 0 ? await ask.gateway() : undefined;
    const cost = { direct: await ask.direct(), gateway: first ?? (await ask.gateway()) };
    if (round > 0) costs.push(cost);
  }
  return costs;
}

async function makeStream(
  { port, apiKey }: { port: number; apiKey: string },
  { tokenId, tokenSecret }: { tokenId: string; tokenSecret: string },
): Promise<{ authorization: string; providerId: string; id: string }> {
  const answer = await fetch(`http://127.0.0.1:${port}/v1/streams`, {
    method: "POST",
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    body: JSON.stringify(streamInput("hop")),
  });
  const { stream } = createdSchema.parse(await answer.json());
  const providerId = stream.bindings?.[0]?.id;
  if (providerId === undefined) throw new Error("The stream has no id at its provider");
  const basic = Buffer.from(`${tokenId}:${tokenSecret}`).toString("base64");
  return { authorization: `Basic ${basic}`, providerId, id: stream.id };
}

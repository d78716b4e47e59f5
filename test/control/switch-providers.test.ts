import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { castr } from "@polycast/castr";
import { Secret } from "@polycast/core/provider";
import { livepeer } from "@polycast/livepeer";
import { mux } from "@polycast/mux";
import { selfhost } from "@polycast/selfhost";
import { castrSimulator, livepeerSimulator, muxSimulator, type Simulator } from "@polycast/simulators";
import { createGateway, createLog } from "polycast";
import { expect, test } from "vitest";
import * as z from "zod";

const apiKey = "pcsk_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";
const livepeerKey = "6a1f1d1e-0000-4000-8000-00000000feed";
const generous = { perSecond: 1_000, burst: 1_000 };
const rateLimits = { create: generous, other: generous };
const sink: typeof fetch = async () => new Response(null, { status: 204 });
const through =
  (simulator: Simulator): typeof fetch =>
  (input, init) =>
    simulator.fetch(new Request(input, init));

/** The three clouds, simulated, and the relay. */
function openProviders() {
  const muxes = muxSimulator({ tokenId: "id", tokenSecret: "sim-secret-mux", fetch: sink });
  const livepeers = livepeerSimulator({ apiKey: livepeerKey, fetch: sink });
  const castrs = castrSimulator({ tokenId: "id", secretKey: "sim-secret-castr", fetch: sink });
  return {
    mux: mux({ tokenId: "id", tokenSecret: "sim-secret-mux", fetch: through(muxes), rateLimits }),
    livepeer: livepeer({ apiKey: livepeerKey, fetch: through(livepeers), rateLimits }),
    castr: castr({ tokenId: "id", tokenSecret: "sim-secret-castr", fetch: through(castrs), rateLimits }),
    selfhost: selfhost({ rtmpPort: 0 }),
  };
}

const targetSchema = z.object({
  id: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  destination: z.looseObject({}),
  reference: z.string().optional(),
  pending: z.looseObject({}).optional(),
});
const streamSchema = z.looseObject({
  id: z.string(),
  provider: z.string(),
  bindings: z.array(z.object({ id: z.string() })),
  targets: z.array(targetSchema),
});
const createdSchema = z.object({ stream: streamSchema });
const lostSchema = z.object({ targetId: z.string().optional(), what: z.string() });
const switchedSchema = z.object({
  applied: z.literal(true),
  plan: z.object({ from: z.string(), to: z.string(), lost: z.array(lostSchema) }),
  stream: streamSchema,
  ingest: z.array(z.looseObject({ url: z.string() })),
});

const targets = [
  { name: "Twitch", reference: "twitch", destination: { preset: "twitch", streamKey: "live_planted_1" } },
  { name: "Own", destination: { url: "rtmps://live.example.com/app", streamKey: "planted/2?x=y" }, enabled: false },
  { name: "Far", destination: { url: "srt://live.example.com:9000", streamId: "planted-3" } },
];

test("a stream goes round all providers and keeps everything but what the plans say", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "polycast-switch-"));
  const providers = openProviders();
  const lines: string[] = [];
  const output = { write: (line: string) => void lines.push(line), close: async () => undefined };
  const { log } = createLog({ level: "debug", format: "json", output });
  const settings = { httpPort: 0, host: "127.0.0.1", dataDir, provider: "mux", apiKey: new Secret(apiKey) };
  const gateway = await createGateway({ settings, providers, log });
  const context = { signal: new AbortController().signal };
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await gateway.app.request(path, { method, headers, ...sent });
    expect([answer.status, method, path]).toEqual([expect.toSatisfy((status: number) => status < 300), method, path]);
    return answer.json();
  };
  try {
    const body = { name: "Show", reference: "r-1", metadata: { room: "7" }, targets };
    const { stream: before } = createdSchema.parse(await call("POST", "/v1/streams", body));
    const wishes = ({ targets: shown }: z.output<typeof streamSchema>) =>
      shown.map(({ id, name, enabled, destination, reference }) => ({ id, name, enabled, destination, reference }));
    const far = before.targets[2]?.id;
    for (const provider of ["livepeer", "castr", "selfhost", "mux"]) {
      const answer = await call("POST", `/v1/streams/${before.id}/switch`, { provider, dryRun: false });
      const { plan, stream, ingest } = switchedSchema.parse(answer);
      expect(stream).toMatchObject({
        id: before.id,
        provider,
        name: "Show",
        reference: "r-1",
        metadata: { room: "7" },
      });
      expect(wishes(stream)).toEqual(wishes(before));
      const lost = plan.lost.flatMap(({ targetId, what }) => (targetId === undefined ? [] : [{ targetId, what }]));
      const takesSrt = provider === "livepeer" || provider === "mux";
      expect(lost).toEqual(takesSrt ? [] : [{ targetId: far, what: "target" }]);
      expect(stream.targets.filter(({ pending }) => pending).map(({ id }) => id)).toEqual(takesSrt ? [] : [far]);
      expect(await call("GET", `/v1/streams/${before.id}/ingest`)).toEqual({ data: ingest });
    }
    const after = streamSchema.parse(await call("GET", `/v1/streams/${before.id}`));
    const at = after.bindings[0]?.id ?? "";
    const keys = await providers.mux.targets.destinations?.(at, context);
    expect([...(keys?.values() ?? [])]).toEqual([
      targets[0]?.destination,
      { url: "srt://live.example.com:9000?streamid=planted-3" },
    ]);
    // Every side that was left is empty.
    for (const [name, { streams }] of Object.entries(providers)) {
      expect((await streams.list({ limit: 10 }, context)).data.map(({ id }) => id)).toEqual(name === "mux" ? [at] : []);
    }
    expect(lines.join("\n")).not.toContain("planted");
  } finally {
    await gateway.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

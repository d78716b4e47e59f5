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

const apiKey = "pcsk_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";
const livepeerKey = "6a1f1d1e-0000-4000-8000-00000000feed";
const generous = { perSecond: 1_000, burst: 1_000 };
const rateLimits = { create: generous, other: generous };
const sink: typeof fetch = async () => new Response(null, { status: 204 });
const through =
  (simulator: Simulator): typeof fetch =>
  (input, init) =>
    simulator.fetch(new Request(input, init));

/** The names of the providers of a stage. */
export const places = ["mux", "livepeer", "castr", "selfhost"] as const;

/** The three clouds, simulated, and the relay. */
function openProviders() {
  const muxes = muxSimulator({ tokenId: "id", tokenSecret: "sim-secret-mux", fetch: sink });
  const livepeers = livepeerSimulator({ apiKey: livepeerKey, fetch: sink });
  const plan = { platformsPerStream: 20 };
  const castrs = castrSimulator({ tokenId: "id", secretKey: "sim-secret-castr", fetch: sink, plan });
  return {
    mux: mux({ tokenId: "id", tokenSecret: "sim-secret-mux", fetch: through(muxes), rateLimits }),
    livepeer: livepeer({ apiKey: livepeerKey, fetch: through(livepeers), rateLimits }),
    castr: castr({ tokenId: "id", tokenSecret: "sim-secret-castr", fetch: through(castrs), rateLimits }),
    selfhost: selfhost({ rtmpPort: 0 }),
  };
}

/** A gateway with all four providers, in this process. */
export async function openSwitchStage() {
  const dataDir = mkdtempSync(join(tmpdir(), "polycast-switch-"));
  const providers = openProviders();
  const lines: string[] = [];
  const output = { write: (line: string) => void lines.push(line), close: async () => undefined };
  const { log } = createLog({ level: "debug", format: "json", output });
  const settings = { httpPort: 0, host: "127.0.0.1", dataDir, provider: "mux", apiKey: new Secret(apiKey) };
  const gateway = await createGateway({ settings, providers, log });
  return {
    providers,
    /** What was logged, as text. */
    lines,
    /** Calls the gateway; answers whatever it says. */
    async call(method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown }> {
      const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const answer = await gateway.app.request(path, { method, headers, ...sent });
      return { status: answer.status, json: await answer.json() };
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await gateway.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

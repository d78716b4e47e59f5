import { Secret } from "@polycast/core/provider";
import type { ProviderAdapter } from "@polycast/core";
import { createGateway, createLog } from "polycast";
import type { ProviderStage } from "./provider-stage.ts";

/** The instance that carries everything. */
export const INSTANCE = "behind";

const apiKey = "pcsk_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

/** An answer of the gateway's. */
export type Answer = { status: number; body: unknown };

/** One life of a gateway, from its start to its end, however it ends. */
export type GatewayLife = {
  readonly adapter: ProviderAdapter;
  /** A request of its HTTP API, whatever the answer; lets no time go by for it. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** What it logged at `warn` and above; the last 200 lines. */
  lines(): readonly string[];
  close(): Promise<void>;
};

const MAX_LINES = 200;

/** Opens a gateway over a data directory, in front of a provider that may have seen others before. */
export async function openLife(
  stage: ProviderStage,
  dataDir: string,
  fetch: typeof globalThis.fetch,
): Promise<GatewayLife> {
  const lines: string[] = [];
  const write = (line: string): void => {
    lines.push(line);
    if (lines.length > MAX_LINES) lines.shift();
  };
  const { log } = createLog({ level: "warn", format: "json", output: { write, close: () => Promise.resolve() } });
  const adapter = stage.adapt(fetch);
  const settings = {
    httpPort: 0,
    host: "127.0.0.1",
    dataDir,
    provider: INSTANCE,
    apiKey: new Secret(apiKey),
    allowPrivateTargets: true,
  };
  const gateway = await createGateway({ settings, providers: { [INSTANCE]: adapter }, log });
  stage.deliverTo(async (_url, init) => gateway.app.request(`/webhooks/${INSTANCE}`, init));
  return {
    adapter,
    async call(method, path, body, headers = {}) {
      const all = { authorization: `Bearer ${apiKey}`, "content-type": "application/json", ...headers };
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const answer = await gateway.app.request(path, { method, headers: all, ...sent });
      const text = await answer.text();
      return { status: answer.status, body: text === "" ? undefined : JSON.parse(text) };
    },
    lines: () => lines,
    close: () => gateway.close(),
  };
}

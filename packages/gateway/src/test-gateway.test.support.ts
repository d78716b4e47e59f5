import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProviderAdapter } from "@polycast/core";
import { Secret } from "@polycast/core/provider";
import { createGateway, type Gateway } from "./create-gateway.ts";
import { createLog } from "./log/create-log.ts";
import { newApiKey } from "./secrets/api-key.ts";

/** A gateway on a free port, in a directory of its own. */
export type TestGateway = {
  gateway: Gateway;
  dataDir: string;
  apiKey: string;
  lines: string[];
  /** Calls over the network, as admin. */
  fetch(path: string, init?: RequestInit & { json?: unknown }): Promise<Response>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Opens one; give `dataDir` to open an existing one again, which then is not removed. */
export async function openTestGateway(
  adapter: ProviderAdapter,
  options: { dataDir?: string; httpPort?: number; metricsTargets?: number } = {},
): Promise<TestGateway> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "polycast-gateway-"));
  const apiKey = newApiKey();
  const lines: string[] = [];
  const output = { write: (line: string) => void lines.push(line), close: () => Promise.resolve() };
  const { log } = createLog({ level: "debug", format: "json", output });
  const settings = {
    httpPort: options.httpPort ?? 0,
    host: "127.0.0.1",
    dataDir,
    provider: "fake",
    apiKey: new Secret(apiKey),
    allowPrivateTargets: true,
    metricsTargets: options.metricsTargets ?? 0,
  };
  const gateway = await createGateway({ settings, providers: { fake: adapter }, log });
  return {
    gateway,
    dataDir,
    apiKey,
    lines,
    fetch(path, { json, ...init } = {}) {
      const headers = new Headers(init.headers);
      headers.set("authorization", `Bearer ${apiKey}`);
      if (json !== undefined) headers.set("content-type", "application/json");
      const body = json === undefined ? {} : { body: JSON.stringify(json) };
      return fetch(`http://127.0.0.1:${gateway.address.http}${path}`, { ...init, ...body, headers });
    },
    async [Symbol.asyncDispose]() {
      await gateway.close();
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

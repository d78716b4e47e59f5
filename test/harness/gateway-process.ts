import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Api, api } from "./api.ts";
import { type Child, startChild } from "./child.ts";
import { freePort } from "./free-port.ts";
import { tempDir } from "./temp-dir.ts";
import { waitFor } from "./wait-for.ts";

const cli = fileURLToPath(new URL("../../packages/gateway/src/cli/main.ts", import.meta.url));

/** A gateway with its relay, started by its command line as a user would, with a data folder and ports of its own. */
export type GatewayProcess = AsyncDisposable & {
  readonly api: Api;
  /** Of the first admin key. */
  readonly apiKey: string;
  readonly dataDir: string;
  /** Of the current process. */
  readonly pid: number;
  /** What all processes so far printed. */
  logs(): string;
  signal(name: NodeJS.Signals): void;
  /** SIGKILL; waits for the end. */
  kill(): Promise<void>;
  /** SIGTERM; waits for the end and answers with the exit code. */
  stop(): Promise<number | string>;
  /** Starts it again after `kill` or `stop`: same folder, same ports. Resolves once it is ready. */
  start(): Promise<void>;
};

export type GatewayOptions = {
  /** More environment variables. */
  env?: Record<string, string>;
  /** A module that is loaded into the process before anything else. */
  preload?: URL;
};

/** Starts a gateway and waits until it is ready. Targets at loopback addresses are allowed. */
export async function gatewayProcess({ env = {}, preload }: GatewayOptions = {}): Promise<GatewayProcess> {
  const dir = await tempDir();
  const dataDir = join(dir.path, "data");
  const apiKey = `pcsk_${randomBytes(32).toString("hex").slice(0, 43)}`;
  const ports = { http: await freePort(), rtmp: await freePort() };
  const baseUrl = `http://127.0.0.1:${ports.http}`;
  const settings = {
    PATH: process.env["PATH"],
    HOME: dir.path,
    POLYCAST_HTTP_PORT: String(ports.http),
    POLYCAST_RTMP_PORT: String(ports.rtmp),
    POLYCAST_DATA_DIR: dataDir,
    POLYCAST_API_KEY: apiKey,
    POLYCAST_ALLOW_PRIVATE_TARGETS: "true",
    ...env,
  };
  const imports = preload === undefined ? [] : ["--import", preload.href];
  const args = ["--conditions=@polycast/source", ...imports, cli, "start"];
  const processes: Child[] = [];
  const logs = (): string => processes.map((child) => child.output()).join("");

  const start = async (): Promise<Child> => {
    const child = await startChild(process.execPath, args, { cwd: dir.path, env: settings });
    processes.push(child);
    let ended = false;
    void child.exited.then(() => (ended = true));
    try {
      const ready = await waitFor("the gateway to be ready", async () => ended || (await isReady(baseUrl)));
      if (ended || !ready) throw new Error("The gateway ended while it started.");
    } catch (cause) {
      await child.kill();
      throw new Error(`The gateway did not become ready:\n${logs()}`, { cause });
    }
    return child;
  };

  let current = await start().catch(async (error: unknown) => {
    await dir[Symbol.asyncDispose]();
    throw error;
  });
  return {
    api: api(baseUrl, apiKey),
    apiKey,
    dataDir,
    get pid() {
      return current.pid;
    },
    logs,
    signal: (name) => current.signal(name),
    kill: () => current.kill(),
    stop: async () => {
      await current.stop();
      return current.exited;
    },
    start: async () => {
      current = await start();
    },
    [Symbol.asyncDispose]: async () => {
      await current.stop();
      await dir[Symbol.asyncDispose]();
    },
  };
}

async function isReady(baseUrl: string): Promise<boolean> {
  const answer = await fetch(`${baseUrl}/readyz`);
  await answer.text();
  return answer.ok;
}

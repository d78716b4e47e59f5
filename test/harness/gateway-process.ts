import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Api, api } from "./api.ts";
import { freePort } from "./free-port.ts";
import { polycastProcess, type PolycastProcess } from "./polycast-process.ts";
import { tempDir } from "./temp-dir.ts";

/** A gateway with its relay, with a data folder and ports of its own. It starts again with the same. */
export type GatewayProcess = PolycastProcess & {
  readonly api: Api;
  /** Of the first admin key. */
  readonly apiKey: string;
  readonly dataDir: string;
};

export type GatewayOptions = {
  /** More environment variables. */
  env?: Record<string, string>;
  /** A module that is loaded into the process before anything else. */
  preload?: URL;
  /** What stands in its config file. Default: there is none. */
  config?: Record<string, unknown>;
};

/** Starts a gateway and waits until it is ready. Targets at loopback addresses are allowed. */
export async function gatewayProcess({ env = {}, preload, config }: GatewayOptions = {}): Promise<GatewayProcess> {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir());
  const dataDir = join(dir.path, "data");
  const apiKey = newApiKey();
  if (config) await writeFile(join(dir.path, "polycast.config.json"), JSON.stringify(config));
  const running = stack.use(
    await polycastProcess({
      httpPort: await freePort(),
      cwd: dir.path,
      env: {
        POLYCAST_RTMP_PORT: String(await freePort()),
        POLYCAST_DATA_DIR: dataDir,
        POLYCAST_API_KEY: apiKey,
        // Tests ask as fast as they can.
        POLYCAST_RATE_LIMIT: "0",
        ...env,
      },
      preload,
    }),
  );
  const opened = stack.move();
  return {
    ...running,
    get pid() {
      return running.pid;
    },
    api: api(running.url, apiKey),
    apiKey,
    dataDir,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** A key that nobody has yet, for `POLYCAST_API_KEY`. */
export function newApiKey(): string {
  return `pcsk_${randomBytes(32).toString("hex").slice(0, 43)}`;
}

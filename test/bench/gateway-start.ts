import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startChild } from "../harness/child.ts";
import { freePort } from "../harness/free-port.ts";
import { newApiKey } from "../harness/gateway-process.ts";
import { tempDir } from "../harness/temp-dir.ts";
import { rawRequest } from "./http-load.ts";

/** A process that serves HTTP on 127.0.0.1. */
export type Server = { readonly pid: number; readonly port: number };

/** How a gateway is started: as it lies in the repository, or compiled as it is published. */
export type Entry = "source" | "built";

/** A gateway of its own, which can be stopped and started again with what it has stored. */
export type BenchGateway = AsyncDisposable &
  Server & {
    readonly apiKey: string;
    /** The file of the embedded store. */
    readonly database: string;
    /** From the start of its process to the first 200 of `/readyz`. */
    readonly readyMs: number;
    stop(): Promise<void>;
    start(entry?: Entry): Promise<void>;
    /** Heap and buffers after a collection of all garbage, in bytes. It must have been started with `heap`. */
    heapBytes(): Promise<number>;
  };

export type BenchGatewayOptions = {
  entry?: Entry;
  /** More environment variables. */
  env?: Readonly<Record<string, string>>;
  /** More of its command line. */
  args?: readonly string[];
  /** Will `heapBytes` be asked for? */
  heap?: boolean;
};

const SOURCE = "--conditions=@polycast/source";
const pathTo = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** Where the compiled one is, once `pnpm build` has run. */
export const builtEntry = pathTo("../../packages/gateway/dist/cli/main.js");
const entries: Record<Entry, readonly string[]> = {
  source: [SOURCE, pathTo("../../packages/gateway/src/cli/main.ts")],
  built: [builtEntry],
};
const heapReporter = new URL("../harness/report-heap.ts", import.meta.url);
const referenceArgs = [SOURCE, pathTo("gateway-reference.ts")];

const POLL_MS = 5;
const READY_WITHIN_MS = 120_000;

/** Starts a gateway with a data folder, ports and an admin key of its own, without a limit of requests. */
export async function startBenchGateway(options: BenchGatewayOptions = {}): Promise<BenchGateway> {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir());
  const apiKey = newApiKey();
  const port = await freePort();
  const env = {
    PATH: process.env["PATH"],
    HOME: dir.path,
    POLYCAST_HTTP_PORT: String(port),
    POLYCAST_RTMP_PORT: String(await freePort()),
    POLYCAST_DATA_DIR: join(dir.path, "data"),
    POLYCAST_API_KEY: apiKey,
    POLYCAST_RATE_LIMIT: "0",
    ...options.env,
  };
  const imports = options.heap ? ["--import", heapReporter.href] : [];
  const start = (entry: Entry): ReturnType<typeof startServer> =>
    startServer([...imports, ...entries[entry], "start", ...(options.args ?? [])], { port, cwd: dir.path, env });
  let current = await start(options.entry ?? "source");
  stack.defer(() => current.child.stop());
  let reports = 0;
  const opened = stack.move();
  return {
    port,
    apiKey,
    database: join(dir.path, "data", "polycast.db"),
    get pid() {
      return current.child.pid;
    },
    get readyMs() {
      return current.readyMs;
    },
    stop: () => current.child.stop(),
    async start(entry = options.entry ?? "source") {
      current = await start(entry);
      reports = 0;
    },
    async heapBytes() {
      reports += 1;
      const report = new RegExp(`heap report ${reports}: (\\d+) bytes`, "u");
      current.child.signal("SIGUSR2");
      await current.child.waitForOutput(report);
      return Number(report.exec(current.child.output())?.[1]);
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Starts what the gateway is compared with. @param answers a file with what it answers; absent: it only becomes ready */
export async function startReference(answers?: string): Promise<AsyncDisposable & Server & { readyMs: number }> {
  const port = await freePort();
  const args = [...referenceArgs, String(port), ...(answers === undefined ? [] : [answers])];
  const { child, readyMs } = await startServer(args, { port });
  return { pid: child.pid, port, readyMs, [Symbol.asyncDispose]: () => child.stop() };
}

async function startServer(
  args: readonly string[],
  { port, ...options }: { port: number; cwd?: string; env?: NodeJS.ProcessEnv },
) {
  const startedAt = performance.now();
  const child = await startChild(process.execPath, args, options);
  let ended = false;
  void child.exited.then(() => (ended = true));
  while (!(await isReady(port))) {
    if (ended || performance.now() - startedAt > READY_WITHIN_MS) {
      await child.kill();
      throw new Error(`It did not become ready:\n${child.output()}`);
    }
    await delay(POLL_MS);
  }
  return { child, readyMs: performance.now() - startedAt };
}

/** Asked on a bare socket: what asks shares the processor with what starts. */
function isReady(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => socket.write(rawRequest("/readyz", {}, "", "GET")));
    socket.once("data", (bytes) => {
      socket.destroy();
      resolve(bytes.toString("latin1", 9, 12) === "200");
    });
    socket.once("error", () => resolve(false));
    socket.once("close", () => resolve(false));
  });
}

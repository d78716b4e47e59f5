import { fileURLToPath } from "node:url";
import { type Child, startChild } from "./child.ts";
import { waitFor } from "./wait-for.ts";

const cli = fileURLToPath(new URL("../../packages/gateway/src/cli/main.ts", import.meta.url));

/** A process of `polycast start`, started by its command line as a user would, that can be ended and started again. */
export type PolycastProcess = AsyncDisposable & {
  /** Of its HTTP. */
  readonly url: string;
  /** Of the current process. */
  readonly pid: number;
  /** What all processes so far printed. */
  logs(): string;
  signal(name: NodeJS.Signals): void;
  /** SIGKILL; waits for the end. */
  kill(): Promise<void>;
  /** SIGTERM, after 5 s SIGKILL; waits for the end and answers with the exit code. */
  stop(): Promise<number | string>;
  /** Settles with the exit code of the current process, or the name of the signal that ended it. */
  ended(): Promise<number | string>;
  /** Starts it again after its end, in the same way. Resolves once it is ready. */
  start(): Promise<void>;
  /** Does it answer that it is ready? No answer within a second is a no. */
  isReady(): Promise<boolean>;
};

export type PolycastProcessOptions = {
  /** The port of 127.0.0.1 that its HTTP listens on. */
  httpPort: number;
  /** The working directory. */
  cwd: string;
  /** All other environment variables; it gets none of ours but PATH. */
  env: Readonly<Record<string, string>>;
  /** A module that is loaded into the process before anything else. */
  preload?: URL | undefined;
};

// Several start at the same time, on a machine that has other things to do.
const READY_WITHIN_MS = 60_000;
const ANSWER_WITHIN_MS = 1_000;

/** Starts one and waits until it is ready. Rejects, with what it printed, where it does not become so. */
export async function polycastProcess(options: PolycastProcessOptions): Promise<PolycastProcess> {
  const { httpPort, cwd, preload } = options;
  const url = `http://127.0.0.1:${httpPort}`;
  const env = {
    PATH: process.env["PATH"],
    HOME: cwd,
    POLYCAST_HTTP_PORT: String(httpPort),
    POLYCAST_ALLOW_PRIVATE_TARGETS: "true",
    ...options.env,
  };
  const imports = preload === undefined ? [] : ["--import", preload.href];
  const args = ["--conditions=@polycast/source", ...imports, cli, "start"];
  const processes: Child[] = [];
  const logs = (): string => processes.map((child) => child.output()).join("");

  const start = async (): Promise<Child> => {
    const child = await startChild(process.execPath, args, { cwd, env });
    processes.push(child);
    let ended = false;
    void child.exited.then(() => (ended = true));
    try {
      const ready = await waitFor("Polycast to be ready", async () => ended || isReady(url), READY_WITHIN_MS);
      if (ended || !ready) throw new Error("Polycast ended while it started.");
    } catch (cause) {
      await child.kill();
      throw new Error(`Polycast did not become ready:\n${logs()}`, { cause });
    }
    return child;
  };

  let current = await start();
  return {
    url,
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
    ended: () => current.exited,
    start: async () => {
      current = await start();
    },
    isReady: () => isReady(url).catch(() => false),
    [Symbol.asyncDispose]: () => current.stop(),
  };
}

async function isReady(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  await answer.text();
  return answer.ok;
}

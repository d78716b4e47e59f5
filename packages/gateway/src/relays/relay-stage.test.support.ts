import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Observation } from "@polycast/core";
import type { Secret } from "@polycast/core/provider";
import type { StoredStream } from "@polycast/selfhost";
import { onTestFinished, vi } from "vitest";
import { temporaryDatabase } from "../store/contract/temporary-database.test.support.ts";
import { getLease, getRelayStream, listReports, openVault } from "../store/index.ts";
import { openPostgresStore } from "../store/postgres/open-postgres-store.ts";
import { type CountingSink, countingSink } from "./counting-sink.test.support.ts";
import type { FromRelayChild } from "./relay-child.test.support.ts";
import { leaseOf } from "./relay-lease.ts";
import { createStoreRelayPort } from "./store-relay-port.ts";

const SECRET = "ab".repeat(32);
const KEY = "ik_stage";
const program = fileURLToPath(new URL("./relay-child.test.support.ts", import.meta.url));

/** A relay in a process of its own. */
export type RelayChild = {
  ingest: string;
  process: ChildProcess;
  signal(signal: NodeJS.Signals): void;
  /** Resolves when it has logged a line with this text. */
  logged(text: string): Promise<unknown>;
};

/** A stream with one target, a database that knows of it, and whatever relays a test starts. */
export async function relayStage() {
  const url = await temporaryDatabase();
  const store = await openPostgresStore({ url, log: () => undefined });
  onTestFinished(() => store.close());
  const { sealer } = await openVault(store, { secretKey: SECRET });
  const port = createStoreRelayPort({
    instance: "selfhost",
    store,
    sealer,
    now: Date.now,
    taken: async () => undefined,
  });
  const sink = await countingSink();
  await port.put(storedStream(sink));

  const relay = async (through: Secret<string> = url): Promise<RelayChild> => {
    const child = fork(program, [through.reveal(), SECRET], {
      execArgv: ["--conditions=@polycast/source"],
      stdio: ["ignore", "inherit", "pipe", "ipc"],
    });
    let log = "";
    child.stderr?.on("data", (text: Buffer) => (log += text.toString()));
    onTestFinished(() => void child.kill("SIGKILL"));
    const [{ port: rtmp }] = (await once(child, "message")) as [FromRelayChild];
    const ingest = `rtmp://127.0.0.1:${rtmp}/live/${KEY}`;
    return {
      ingest,
      process: child,
      signal: (signal) => void child.kill(signal),
      logged: (text) => vi.waitUntil(() => log.includes(text), { timeout: 40_000 }),
    };
  };

  return {
    url,
    store,
    sealer,
    port,
    sink,
    relay,
    row: () => store.read(() => getRelayStream("s1")),
    leaseIsGood: async (relay = "none") => {
      const lease = await store.read(() => getLease(leaseOf(relay)));
      return lease !== undefined && lease.expiresAt > Date.now();
    },
    /** Everything that relays have reported. */
    async reported(): Promise<Observation[]> {
      const reports = await store.read(() => listReports("selfhost", 500));
      return reports.flatMap(({ body }) => JSON.parse(body) as Observation[]);
    },
    /** Waits until something holds; asks again and again, because it happens in another process. */
    until: (holds: () => Promise<boolean>) => vi.waitUntil(holds, { timeout: 40_000, interval: 100 }),
  };
}

/** FFmpeg as the encoder; it does not connect again. It is dropped without a word, or says goodbye. */
export function encoder(ingest: string): { drop(): void; quit(): void; ended: Promise<void> } {
  const video = ["-re", "-f", "lavfi", "-i", "testsrc=size=160x90:rate=25"];
  const audio = ["-re", "-f", "lavfi", "-i", "sine=sample_rate=44100"];
  const codecs = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "12", "-c:a", "aac"];
  const quiet = ["-hide_banner", "-nostdin", "-loglevel", "fatal"];
  const child = spawn("ffmpeg", [...quiet, ...video, ...audio, ...codecs, "-f", "flv", ingest], { stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  return {
    drop: () => void child.kill("SIGKILL"),
    quit: () => void child.kill("SIGINT"),
    ended: once(child, "exit").then(() => undefined),
  };
}

function storedStream(sink: CountingSink): StoredStream {
  const createdAt = "2026-01-01T00:00:00.000Z";
  return {
    id: "s1",
    name: "Show",
    enabled: true,
    createdAt,
    ingest: [{ protocol: "rtmp", url: "rtmp://127.0.0.1/live", streamKey: KEY }],
    targets: [
      {
        id: "t1",
        name: "A",
        enabled: true,
        rendition: "source",
        destination: { url: sink.url, streamKey: "target-key" },
        createdAt,
      },
    ],
  };
}

/*
 * The gateway's route for webhooks, taken apart: `route` verifies, parses and translates and stores nothing;
 * `route-with-log` does too and writes the log lines of the default level; `group-commit` is the whole way in, answered
 * after its commit; `fsync-each` is the same with one webhook per commit.
 */
import type { ProviderAdapter } from "@polycast/core";
import { mux } from "@polycast/mux";
import { muxSimulator } from "@polycast/simulators";
import { createLog } from "polycast";
import { tempDir } from "../harness/temp-dir.ts";
import { createApp, createControlPlane, createInbox, listen, openStore, openVault } from "./gateway-internals.ts";
import { MUX_SECRET, type MuxTarget } from "./mux-webhooks.ts";

const [receiver = ""] = process.argv.slice(2);
const STREAMS = 10;
const TARGETS = 3;
const MAX_BODY_BYTES = 1024 * 1024;
const generous = { perSecond: 10_000, burst: 10_000 };

// The folder is removed at exit.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(0));

const dir = await tempDir();
const store = openStore({ dataDir: dir.path, ...(receiver === "fsync-each" ? { writer: { maxBatch: 1 } } : {}) });
const { sealer, hash } = await openVault(store, { dataDir: dir.path });
const output = { write: () => undefined, close: () => Promise.resolve() };
const { log } = createLog({ level: receiver === "route-with-log" ? "info" : "warn", format: "json", output });
const simulator = muxSimulator();
const adapter = mux({
  ...simulator.credentials,
  webhookSecrets: [MUX_SECRET],
  rateLimits: { create: generous, other: generous },
  fetch: (input, init) => simulator.fetch(new Request(input, init)),
});
const control = createControlPlane({
  providers: { mux: adapter },
  defaultProvider: "mux",
  store,
  sealer,
  hash,
  log: (level, message, fields) => log[level](fields ?? {}, message),
});
await control.start();
const inbox = createInbox({
  ...control.intake,
  store,
  sealer,
  clock: { now: () => Date.now(), after: afterMs },
  log: (level, message, fields) => log[level](fields ?? {}, message),
});
await inbox.start();
const targets = await makeTargets();
const app = createApp({
  control,
  store,
  vault: { sealer, hash },
  log,
  inbox: receiver.startsWith("route") ? { ...inbox, receive: withoutStoring(adapter) } : inbox,
});
const { port } = await listen(app, { host: "127.0.0.1", port: 0 });
console.log(`listening ${port} ${JSON.stringify(targets)}`);

/** Known streams and targets, so that their webhooks lead to what they lead to in life. */
async function makeTargets(): Promise<MuxTarget[]> {
  const made: MuxTarget[] = [];
  for (let index = 0; index < STREAMS; index += 1) {
    const inputs = Array.from({ length: TARGETS }, (_, target) => ({
      name: `target ${target}`,
      destination: { url: `rtmp://live-${target}.example.com/app` as const, streamKey: "key" },
    }));
    const { stream } = await control.streams.create({ name: `bench ${index}`, targets: inputs });
    for (const { bindings = [] } of stream.targets ?? []) {
      made.push({ streamId: stream.bindings?.[0]?.id ?? "", targetId: bindings[0]?.id ?? "" });
    }
  }
  return made;
}

/** What is measured without a store: verify, parse, translate. */
function withoutStoring({ webhooks }: ProviderAdapter): typeof inbox.receive {
  return async (_instance, arrival) => {
    if (!webhooks) throw new TypeError("Mux has webhooks");
    const body = "read" in arrival ? await arrival.read(MAX_BODY_BYTES, () => undefined) : arrival.body;
    const { url, headers } = arrival;
    const verified = await webhooks.verify({ url, headers, body });
    if (webhooks.translate(verified).observations.length === 0) throw new Error("It says nothing");
    return { status: 200 };
  };
}

function afterMs(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

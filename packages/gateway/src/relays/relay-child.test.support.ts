import { Secret } from "@polycast/core/provider";
import { systemClock, toHttpClock } from "../control/clock.ts";
import { openSealedStore } from "../open-sealed-store.ts";
import { createRelayRole } from "./relay-role.ts";

/** What a relay in a process of its own says to who has started it. */
export type FromRelayChild = { port: number };

// A relay that shares its streams, in a process of its own.
const [url = "", secretKey = ""] = process.argv.slice(2);
const settings = { dataDir: "", databaseUrl: new Secret(url), secretKey: new Secret(secretKey) };
const log = (_level: string, message: string, fields?: object): void =>
  void process.stderr.write(`${message} ${JSON.stringify(fields ?? {})}\n`);
const { store, sealer } = await openSealedStore(settings, log);
const relay = createRelayRole({
  instance: "selfhost",
  store,
  sealer,
  log,
  clock: toHttpClock(systemClock),
  settings: { host: "127.0.0.1", rtmpPort: 0, allowPrivateTargets: true },
});
const { rtmp } = await relay.start();
const told: FromRelayChild = { port: rtmp };
process.send?.(told);

async function leave(deadlineMs: number): Promise<void> {
  await relay.drain(deadlineMs);
  await relay.close();
  await store.close();
  process.exit(0);
}

process.once("SIGTERM", () => void leave(20_000));
// One whose drain is over at once.
process.once("SIGUSR2", () => void leave(0));
process.on("disconnect", () => process.exit(1));

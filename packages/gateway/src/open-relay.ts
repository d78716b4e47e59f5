import { systemClock } from "./control/clock.ts";
import { listen } from "./http/listen.ts";
import { toCoreLog } from "./log/to-core-log.ts";
import type { Log } from "./log/create-log.ts";
import { openSealedStore } from "./open-sealed-store.ts";
import { createRelayApp } from "./relays/relay-app.ts";
import { makeRelay, type SharedRelays } from "./relays/shared-relays.ts";
import type { Settings } from "./settings/index.ts";

/** What a process that is only a relay is made of. */
export type RelayProcessOptions = {
  settings: Pick<Settings, "httpPort" | "host" | "dataDir" | "secretKey"> &
    Partial<Pick<Settings, "databaseUrl" | "metricsPublic" | "drainSeconds">>;
  relays: SharedRelays;
  log: Log;
};

/** A relay that runs. */
export type RelayProcess = {
  /** The ports that were opened. */
  address: { http: number; rtmp: number; rtmps?: number };
  /** Takes no more encoders, waits for the sessions that run (default 30 s), then closes. Repeating it is harmless. */
  close(): Promise<void>;
};

const DRAIN_SECONDS = 30;
/** How long running requests may take when it closes. */
const GRACE_MS = 1_000;

/**
 * Opens a relay without a gateway: it serves what is in the store, and answers `/livez`, `/readyz` and `/metrics`.
 *
 * @throws MultistreamError that names the setting at fault; what was opened is closed again
 */
export async function openRelay({ settings, relays, log }: RelayProcessOptions): Promise<RelayProcess> {
  const { host, httpPort, metricsPublic = false, drainSeconds = DRAIN_SECONDS } = settings;
  const coreLog = toCoreLog(log);
  const { store, sealer } = await openSealedStore(settings, coreLog);
  const relay = makeRelay(relays, { store, sealer, log: coreLog, clock: systemClock });
  const closeAll = async (): Promise<void> => {
    await relay.close();
    await store.close();
  };
  try {
    const ports = await relay.start();
    const server = await listen(createRelayApp({ relay, store, log, metricsPublic }), { host, port: httpPort, log });
    const shutDown = async (): Promise<void> => {
      log.info({ drainSeconds }, "relay draining");
      await relay.drain(drainSeconds * 1_000);
      await server.close(GRACE_MS);
      await closeAll();
      log.info("relay closed");
    };
    let closing: Promise<void> | undefined;
    return { address: { http: server.port, ...ports }, close: () => (closing ??= shutDown()) };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

import type { ProviderAdapter } from "@polycast/core";
import { systemClock } from "./control/clock.ts";
import { type ControlPlane, type ControlPlaneOptions, createControlPlane } from "./control/control-plane.ts";
import { createApp } from "./http/create-app.ts";
import { listen } from "./http/listen.ts";
import type { App } from "./http/app.ts";
import { createInbox } from "./inbox/create-inbox.ts";
import type { Inbox } from "./inbox/inbox.ts";
import type { Log } from "./log/create-log.ts";
import { toCoreLog } from "./log/to-core-log.ts";
import { openSealedStore } from "./open-sealed-store.ts";
import { meterStore } from "./metrics/metered-store.ts";
import { createMetrics, type Metrics } from "./metrics/metrics.ts";
import { createOutbox, type Outbox } from "./outbox/create-outbox.ts";
import type { RelayRole } from "./relays/relay-role.ts";
import { connectAdapter, makeRelay, numbersOf, type SharedRelays } from "./relays/shared-relays.ts";
import { isWeakApiKey } from "./secrets/api-key.ts";
import type { Settings } from "./settings/index.ts";
import { ensureAdminKey, type Store } from "./store/index.ts";

/** What a gateway is made of. */
export type GatewayOptions = {
  settings: Pick<Settings, "httpPort" | "host" | "dataDir" | "provider" | "apiKey" | "secretKey"> &
    Partial<
      Pick<
        Settings,
        | "publicUrl"
        | "allowPrivateTargets"
        | "drift"
        | "eventRetentionDays"
        | "inboxRetentionDays"
        | "databaseUrl"
        | "role"
        | "drainSeconds"
        | "metricsPublic"
        | "metricsTargets"
        | "rateLimit"
      >
    >;
  /** By instance name; `settings.provider` is one of them. */
  providers: Record<string, ProviderAdapter>;
  /** With a database: the provider whose relays share their streams through it. With the role `all` one runs here. */
  relays?: SharedRelays | undefined;
  log: Log;
};

/** A running gateway. */
export type Gateway = {
  /** The ports that were opened. */
  address: { http: number };
  /** The HTTP API, also without the server. */
  app: App;
  control: ControlPlane;
  /** The admin key that was made because there was none: show it once, it cannot be read again. */
  createdApiKey?: string;
  /**
   * Finishes what runs: sessions of a relay that shares its streams (for `drainSeconds`, default 0), requests, webhooks in
   * and out, the providers, then the store. Repeating it is harmless.
   */
  close(): Promise<void>;
};

/** What is closed when the gateway closes. */
type Opened = { control: ControlPlane; inbox: Inbox; outbox: Outbox; relay: RelayRole | undefined };

const DAY_MS = 24 * 60 * 60 * 1000;
/** How long running requests may take when the gateway closes. */
const GRACE_MS = 5000;
/** How long webhooks that are being processed may wait for the store then; they are processed after the next start. */
const INBOX_MS = 5000;

/**
 * Opens the store, the providers and the HTTP server, in this order.
 *
 * @throws MultistreamError that names the setting at fault, e.g. `conflict` for a port or a data directory in use; what
 * was opened is closed again.
 */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { settings, log } = options;
  const { apiKey, httpPort, host, metricsPublic, metricsTargets, rateLimit, drainSeconds = 0 } = settings;
  const { store: opening, ...vault } = await openSealedStore(settings, toCoreLog(log));
  const metrics = createMetrics({ onError: (err) => log.warn({ err }, "metrics could not be collected") });
  const store = meterStore(opening, metrics.registry);
  let opened: Opened | undefined;
  try {
    if (apiKey && isWeakApiKey(apiKey.reveal())) {
      log.warn("POLYCAST_API_KEY is short enough to be guessed; take 32 random characters or more");
    }
    const { created } = await ensureAdminKey(store, apiKey?.reveal());
    opened = makeParts(options, store, vault, metrics);
    const { control, inbox, outbox, relay } = opened;
    await relay?.start();
    await control.start();
    await inbox.start();
    outbox.start();
    let open = true;
    const isReady = (): boolean => open && control.ready();
    const told = { metrics, metricsPublic, metricsTargets };
    const app = createApp({ control, store, vault, log, inbox, outbox, isReady, rateLimit, ...told });
    const server = await listen(app, { host, port: httpPort, log });
    log.info({ host, port: server.port }, "gateway ready");
    let closing: Promise<void> | undefined;
    const closeAll = async (parts: Opened): Promise<void> => {
      log.info("gateway closing");
      await relay?.drain(drainSeconds * 1000);
      control.endFeed();
      await inOrder([() => server.close(GRACE_MS), ...closingOf(parts), () => store.close()]);
      log.info("gateway closed");
    };
    const parts = opened;
    return {
      address: { http: server.port },
      app,
      control,
      ...(created === undefined ? {} : { createdApiKey: created }),
      close() {
        open = false;
        closing ??= closeAll(parts);
        return closing;
      },
    };
  } catch (error) {
    await inOrder([...(opened ? closingOf(opened) : []), () => store.close()]);
    throw error;
  }
}

type Sealing = Pick<ControlPlaneOptions, "sealer" | "hash">;

/** Makes the parts and connects them; nothing is started. */
function makeParts(
  { settings, providers, relays, log: pino }: GatewayOptions,
  store: Store,
  vault: Sealing,
  metrics: Metrics,
): Opened {
  const { sealer, hash } = vault;
  const {
    provider,
    publicUrl,
    allowPrivateTargets: allowPrivate = false,
    inboxRetentionDays: retentionDays,
    drift,
    eventRetentionDays,
  } = settings;
  const log = toCoreLog(pino);
  const part = { store, sealer, log, clock: systemClock };
  const relay = relays && settings.role !== "gateway" ? makeRelay(relays, part) : undefined;
  const presence = relays && connectAdapter(relays, part, relay);
  const onAttempt = metrics.deliveries.attempted;
  const outbox = createOutbox({ store, sealer, log, allowPrivate, onAttempt });
  const control = createControlPlane({
    providers,
    defaultProvider: provider,
    store,
    sealer,
    hash,
    log,
    ...(relays ? { numbers: numbersOf(relays, part) } : {}),
    ...(eventRetentionDays === undefined ? {} : { eventRetentionMs: eventRetentionDays * DAY_MS }),
    ...(drift === undefined ? {} : { drift }),
  });
  if (relays) presence?.onBack(() => control.reconciler.hurry(relays.instance));
  const inbox = createInbox({
    ...control.intake,
    store,
    sealer,
    clock: systemClock,
    log,
    retentionDays,
    publicUrl,
    allowPrivate,
    processes: (instance) => control.observes(instance),
  });
  control.onObserving((instance, on) => void inbox.setProcessing(instance, on));
  control.onBound((instance) => inbox.unpark(instance));
  return { control, inbox, outbox, relay };
}

/** How the parts are closed: first what takes in and hands out, then what they work with. */
function closingOf({ control, inbox, outbox, relay }: Opened): (() => Promise<void>)[] {
  return [
    async () => relay?.close(),
    () => atMost(INBOX_MS, inbox.close()),
    () => outbox.close(),
    () => control.close(),
  ];
}

/** Does all of it, whatever fails. @throws the first failure, when all is done */
async function inOrder(steps: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

/** Waits for something, but no longer than that. */
async function atMost(ms: number, work: Promise<void>): Promise<void> {
  const over = Promise.withResolvers<void>();
  const stop = systemClock.after(ms, over.resolve);
  await Promise.race([work, over.promise]).finally(stop);
}

import type { ProviderAdapter } from "@polycast/core";
import type { Log as CoreLog } from "@polycast/core/provider";
import { systemClock } from "./control/clock.ts";
import { type ControlPlane, createControlPlane } from "./control/control-plane.ts";
import { createApp } from "./http/create-app.ts";
import { listen } from "./http/listen.ts";
import type { App } from "./http/route.ts";
import { createInbox } from "./inbox/create-inbox.ts";
import type { Inbox } from "./inbox/inbox.ts";
import type { Log } from "./log/create-log.ts";
import { createOutbox, type Outbox } from "./outbox/create-outbox.ts";
import { isWeakApiKey } from "./secrets/api-key.ts";
import type { Sealer } from "./secrets/sealer.ts";
import type { Settings } from "./settings/index.ts";
import { ensureAdminKey, openStore, openVault, type Store } from "./store/index.ts";

/** What a gateway is made of. */
export type GatewayOptions = {
  settings: Pick<Settings, "httpPort" | "host" | "dataDir" | "provider" | "apiKey" | "secretKey"> &
    Partial<Pick<Settings, "publicUrl" | "allowPrivateTargets" | "eventRetentionDays" | "inboxRetentionDays">>;
  /** By instance name; `settings.provider` is one of them. */
  providers: Record<string, ProviderAdapter>;
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
  /** Finishes what runs: requests, webhooks in and out, the providers, then the store. Repeating it is harmless. */
  close(): Promise<void>;
};

/** What is closed when the gateway closes. */
type Opened = { control: ControlPlane; inbox: Inbox; outbox: Outbox };

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
export async function createGateway({ settings, providers, log }: GatewayOptions): Promise<Gateway> {
  const { dataDir, secretKey, apiKey, httpPort, host } = settings;
  const store = openStore({ dataDir });
  let opened: Opened | undefined;
  try {
    const { sealer } = await openVault(store, { dataDir, secretKey: secretKey?.reveal() });
    if (apiKey && isWeakApiKey(apiKey.reveal())) {
      log.warn("POLYCAST_API_KEY is short enough to be guessed; take 32 random characters or more");
    }
    const { created } = await ensureAdminKey(store, apiKey?.reveal());
    opened = makeParts({ settings, providers, log }, store, sealer);
    const { control, inbox, outbox } = opened;
    await control.start();
    await inbox.start();
    outbox.start();
    let open = true;
    const app = createApp({ control, store, log, inbox, outbox, isReady: () => open && control.ready() });
    const server = await listen(app, { host, port: httpPort, log });
    log.info({ host, port: server.port }, "gateway ready");
    let closing: Promise<void> | undefined;
    const closeAll = async (parts: Opened): Promise<void> => {
      log.info("gateway closing");
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

/** Makes the parts and connects them; nothing is started. */
function makeParts({ settings, providers, log: pino }: GatewayOptions, store: Store, sealer: Sealer): Opened {
  const {
    provider,
    publicUrl,
    allowPrivateTargets: allowPrivate = false,
    inboxRetentionDays: retentionDays,
    eventRetentionDays,
  } = settings;
  const log = toCoreLog(pino);
  const outbox = createOutbox({ store, sealer, log, allowPrivate, onEvent: () => control.wake() });
  const control = createControlPlane({
    providers,
    defaultProvider: provider,
    store,
    sealer,
    log,
    onEvents: () => outbox.wake(),
    ...(eventRetentionDays === undefined ? {} : { eventRetentionMs: eventRetentionDays * DAY_MS }),
  });
  const inbox = createInbox({
    ...control.intake,
    store,
    sealer,
    clock: systemClock,
    log,
    retentionDays,
    publicUrl,
    allowPrivate,
  });
  control.onBound((instance) => inbox.unpark(instance));
  return { control, inbox, outbox };
}

/** How the parts are closed: first what takes in and hands out, then what they work with. */
function closingOf({ control, inbox, outbox }: Opened): (() => Promise<void>)[] {
  return [() => atMost(INBOX_MS, inbox.close()), () => outbox.close(), () => control.close()];
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

function toCoreLog(log: Log): CoreLog {
  return (level, message, fields) => log[level](fields ?? {}, message);
}

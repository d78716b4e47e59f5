import type { ProviderAdapter } from "@polycast/core";
import type { Log as CoreLog } from "@polycast/core/provider";
import { type ControlPlane, createControlPlane } from "./control/control-plane.ts";
import { createApp } from "./http/create-app.ts";
import { type HttpServer, listen } from "./http/listen.ts";
import type { App } from "./http/route.ts";
import type { Log } from "./log/create-log.ts";
import { isWeakApiKey } from "./secrets/api-key.ts";
import type { Settings } from "./settings/index.ts";
import { ensureAdminKey, openStore, openVault, type Store } from "./store/index.ts";

/** What a gateway is made of. */
export type GatewayOptions = {
  settings: Pick<Settings, "httpPort" | "host" | "dataDir" | "provider" | "apiKey" | "secretKey">;
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
  /** Finishes what runs, closes the providers, then the store. Repeating it is harmless. */
  close(): Promise<void>;
};

/** How long running requests may take when the gateway closes. */
const GRACE_MS = 5000;

/**
 * Opens the store, the providers and the HTTP server, in this order.
 *
 * @throws MultistreamError that names the setting at fault, e.g. `conflict` for a port or a data directory in use; what
 * was opened is closed again.
 */
export async function createGateway({ settings, providers, log }: GatewayOptions): Promise<Gateway> {
  const { dataDir, secretKey, apiKey, httpPort, host, provider } = settings;
  const store = openStore({ dataDir });
  let control: ControlPlane | undefined;
  try {
    const { sealer } = await openVault(store, { dataDir, secretKey: secretKey?.reveal() });
    if (apiKey && isWeakApiKey(apiKey.reveal())) {
      log.warn("POLYCAST_API_KEY is short enough to be guessed; take 32 random characters or more");
    }
    const { created } = await ensureAdminKey(store, apiKey?.reveal());
    control = createControlPlane({ providers, defaultProvider: provider, store, sealer, log: toCoreLog(log) });
    await control.start();
    const opened = control;
    let open = true;
    const app = createApp({ control: opened, store, log, isReady: () => open && opened.ready() });
    const server = await listen(app, { host, port: httpPort, log });
    log.info({ host, port: server.port }, "gateway ready");
    let closing: Promise<void> | undefined;
    return {
      address: { http: server.port },
      app,
      control,
      ...(created === undefined ? {} : { createdApiKey: created }),
      close() {
        open = false;
        closing ??= closeAll(opened, store, server, log);
        return closing;
      },
    };
  } catch (error) {
    await control?.close();
    await store.close();
    throw error;
  }
}

async function closeAll(control: ControlPlane, store: Store, server: HttpServer, log: Log): Promise<void> {
  log.info("gateway closing");
  control.endFeed();
  await server.close(GRACE_MS);
  await control.close();
  await store.close();
  log.info("gateway closed");
}

function toCoreLog(log: Log): CoreLog {
  return (level, message, fields) => log[level](fields ?? {}, message);
}

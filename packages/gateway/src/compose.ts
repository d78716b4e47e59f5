import { readFileSync } from "node:fs";
import type { ProviderAdapter } from "@polycast/core";
import { selfhost, type SelfhostSettings } from "@polycast/selfhost";
import { createGateway, type Gateway } from "./create-gateway.ts";
import { createLog, type LogOptions } from "./log/create-log.ts";
import { type Flags, loadSettings } from "./settings/index.ts";
import type { Settings } from "./settings/settings.ts";

export type ComposeOptions = {
  flags?: Flags;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  log?: LogOptions;
};

/**
 * Puts a gateway together from flags, environment and config file: the only place that names a provider. Without
 * providers in the config file, the embedded relay is the one.
 *
 * @throws MultistreamError `invalid_argument` for settings, `conflict` for a port or a data directory that is taken
 */
export async function composeGateway(options: ComposeOptions): Promise<{ gateway: Gateway; settings: Settings }> {
  const { settings, providers } = await loadSettings({
    env: options.env,
    cwd: options.cwd,
    ...(options.flags ? { flags: options.flags } : {}),
  });
  const logs = createLog({ level: settings.logLevel, ...options.log });
  const adapters: Record<string, ProviderAdapter> = providers ?? { selfhost: selfhost(relaySettings(settings)) };
  const gateway = await createGateway({ settings, providers: adapters, log: logs.log });
  const close = async (): Promise<void> => {
    await gateway.close();
    await logs.close();
  };
  return { gateway: { ...gateway, close }, settings };
}

function relaySettings(settings: Settings): SelfhostSettings {
  const { host, publicHost, rtmpPort, rtmpsPort, rtmps, allowPrivateTargets } = settings;
  return {
    host,
    publicHost,
    rtmpPort,
    allowPrivateTargets,
    ...(rtmps
      ? {
          rtmps: {
            port: rtmpsPort,
            cert: readFileSync(rtmps.certFile, "utf8"),
            key: readFileSync(rtmps.keyFile, "utf8"),
          },
        }
      : {}),
  };
}

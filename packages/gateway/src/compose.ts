import { readFileSync } from "node:fs";
import type { ProviderAdapter } from "@polycast/core";
import { castr } from "@polycast/castr";
import { livepeer } from "@polycast/livepeer";
import { mux } from "@polycast/mux";
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

/** The providers that are there as soon as their credentials are; they read them themselves. */
const cloud: readonly { name: string; variables: readonly string[]; make: () => ProviderAdapter }[] = [
  { name: "mux", variables: ["MUX_TOKEN_ID", "MUX_TOKEN_SECRET"], make: () => mux() },
  { name: "livepeer", variables: ["LIVEPEER_API_KEY"], make: () => livepeer() },
  { name: "castr", variables: ["CASTR_TOKEN_ID", "CASTR_TOKEN_SECRET"], make: () => castr() },
];

/**
 * Puts a gateway together from flags, environment and config file: the only place that names a provider. Without
 * providers in the config file there are the embedded relay and those whose credentials are in the
 * environment.
 *
 * @throws MultistreamError `invalid_argument` for settings, `conflict` for a port or a data directory that is taken
 */
export async function composeGateway(options: ComposeOptions): Promise<{ gateway: Gateway; settings: Settings }> {
  const found = cloud.filter(({ variables }) => variables.every((variable) => isSet(options.env[variable])));
  const { settings, providers } = await loadSettings({
    env: options.env,
    cwd: options.cwd,
    builtIn: ["selfhost", ...found.map(({ name }) => name)],
    ...(options.flags ? { flags: options.flags } : {}),
  });
  const logs = createLog({ level: settings.logLevel, ...options.log });
  const adapters: Record<string, ProviderAdapter> = providers ?? {
    selfhost: selfhost(relaySettings(settings)),
    ...Object.fromEntries(found.map(({ name, make }) => [name, make()])),
  };
  const gateway = await createGateway({ settings, providers: adapters, log: logs.log });
  const close = async (): Promise<void> => {
    await gateway.close();
    await logs.close();
  };
  return { gateway: { ...gateway, close }, settings };
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== "";
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

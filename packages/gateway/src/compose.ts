import type { ProviderAdapter } from "@polycast/core";
import { prepareRelay, selfhost } from "@polycast/selfhost";
import type { Gateway } from "./create-gateway.ts";
import { createLog, type LogOptions } from "./log/create-log.ts";
import type { RelayProcess } from "./open-relay.ts";
import { completeRelays, relaySettings, type RelaySettings, settingsOfRelay } from "./relays/relay-settings.ts";
import { shareRelays, type Sharing } from "./relays/share-relays.ts";
import { settingsError } from "./settings/fault.ts";
import type { ProviderFactories } from "./settings/instances.ts";
import { type Flags, loadSettings, type Settings } from "./settings/index.ts";

export type SetupOptions = {
  flags?: Flags;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
};

export type ComposeOptions = SetupOptions & { log?: LogOptions };

/** What a gateway would be made of; nothing is open yet. */
export type Setup = {
  settings: Settings;
  /** By instance name. */
  providers: Record<string, ProviderAdapter>;
  /** The config file that was read. */
  configFile?: string;
  /** Providers that are not there because only some of their credentials are: those that are missing. */
  incomplete: { name: string; missing: string[] }[];
  /** How the relay is set up, wherever it runs; absent: there is none, or another copy of its package has made it. */
  relaySettings?: RelaySettings;
  /** With a database: the provider whose relays share their streams through it. Absent: there is none. */
  relays?: Sharing["relays"];
  /** Another copy of its package has made that provider, so that its own settings cannot be read: the gateway's are taken. */
  unreadRelay?: boolean;
};

/** What a config file can describe as plain data. What is not used is not loaded: each costs a start some 30 ms. */
const factories = {
  selfhost: (settings) => selfhost(settings),
  mux: async (settings) => (await import("@polycast/mux")).mux(settings),
  livepeer: async (settings) => (await import("@polycast/livepeer")).livepeer(settings),
  castr: async (settings) => (await import("@polycast/castr")).castr(settings),
} satisfies ProviderFactories;

/** The providers that are there as soon as their credentials are; they read them themselves. */
const cloud: readonly { name: Exclude<keyof typeof factories, "selfhost">; variables: readonly string[] }[] = [
  { name: "mux", variables: ["MUX_TOKEN_ID", "MUX_TOKEN_SECRET"] },
  { name: "livepeer", variables: ["LIVEPEER_API_KEY"] },
  { name: "castr", variables: ["CASTR_TOKEN_ID", "CASTR_TOKEN_SECRET"] },
];

/** The providers that a config file can describe. */
export const providerTypes: readonly string[] = Object.keys(factories);

/**
 * Reads flags, environment and config file, and makes the provider instances: the only place that names a provider.
 * Without providers in the config file there are the embedded relay and those whose credentials are in the environment.
 *
 * @throws MultistreamError `invalid_argument` with every fault of the settings
 */
export async function readSetup({ flags = {}, env, cwd }: SetupOptions): Promise<Setup> {
  const missingOf = (variables: readonly string[]) => variables.filter((variable) => !isSet(env[variable]));
  const found = cloud.filter(({ variables }) => missingOf(variables).length === 0);
  const builtIn = ["selfhost", ...found.map(({ name }) => name)];
  const { settings, providers, configFile } = await loadSettings({ flags, env, cwd, builtIn, factories });
  const incomplete = cloud
    .map(({ name, variables }) => ({ name, missing: missingOf(variables), all: variables.length }))
    .filter(({ missing, all }) => missing.length > 0 && missing.length < all);
  const makeFound = async (): Promise<Record<string, ProviderAdapter>> => {
    const made = found.map(async ({ name }) => [name, await factories[name]({})] as const);
    return { selfhost: selfhost(), ...Object.fromEntries(await Promise.all(made)) };
  };
  const all = completeRelays(providers ?? (await makeFound()), settings);
  const own = settingsOfRelay(all);
  const { unread, ...sharing }: Sharing = settings.databaseUrl
    ? shareRelays(all, relaySettings(settings))
    : { providers: all };
  return {
    settings,
    ...sharing,
    ...(own ? { relaySettings: own } : {}),
    ...(unread ? { unreadRelay: true } : {}),
    ...(configFile === undefined ? {} : { configFile }),
    incomplete: providers ? [] : incomplete.map(({ name, missing }) => ({ name, missing })),
  };
}

/** What a process runs: a gateway, with or without a relay, or a relay alone. */
export type Running = { settings: Settings } & ({ gateway: Gateway } | { relay: RelayProcess });

/**
 * Puts the process together from flags, environment and config file, and opens it, in the role that they say.
 *
 * @throws MultistreamError `invalid_argument` for settings, `conflict` for a port or a data directory that is taken
 */
export async function composeProcess(options: ComposeOptions): Promise<Running> {
  const { settings, providers, relays, relaySettings: own, unreadRelay } = await readSetup(options);
  // Its thread loads while this one does.
  if (own && settings.role !== "gateway") prepareRelay();
  const logs = createLog({ level: settings.logLevel, ...options.log });
  const { log } = logs;
  if (relays && unreadRelay) {
    log.warn(
      { provider: relays.instance },
      'with a database the settings of this relay are not used: it is of another copy of @polycast/selfhost. Describe it as { "type": "selfhost", … }',
    );
  }
  const closing = (close: () => Promise<void>) => async (): Promise<void> => {
    await close();
    await logs.close();
  };
  if (settings.role === "relay") {
    if (!relays) {
      throw settingsError([{ path: "POLYCAST_ROLE", message: "relay needs a provider of the type selfhost" }]);
    }
    const { openRelay } = await import("./open-relay.ts");
    const relay = await openRelay({ settings, relays, log });
    return { settings, relay: { ...relay, close: closing(() => relay.close()) } };
  }
  const { createGateway } = await import("./create-gateway.ts");
  const gateway = await createGateway({ settings, providers, relays, log });
  return { settings, gateway: { ...gateway, close: closing(() => gateway.close()) } };
}

/** The same for a process that is to be a gateway. @throws MultistreamError `invalid_argument` when it is to be a relay */
export async function composeGateway(options: ComposeOptions): Promise<{ gateway: Gateway; settings: Settings }> {
  const running = await composeProcess(options);
  if ("gateway" in running) return running;
  await running.relay.close();
  throw settingsError([{ path: "POLYCAST_ROLE", message: "must be all or gateway here" }]);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== "";
}

import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import type { Issue, ProviderAdapter } from "@polycast/core";
import { Secret } from "@polycast/core/provider";
import { checkConfig } from "./check-config.ts";
import { loadConfigFile } from "./config-file.ts";
import { settingsError } from "./fault.ts";
import { type FieldName, fieldNames, type FieldValues, type FlagName, flagOf, variableOf } from "./fields.ts";
import { type ReadFields, readFields } from "./read-fields.ts";
import type { Settings } from "./settings.ts";

const DEFAULT_PROVIDER = "selfhost";

/** Addresses that mean all of the machine's own. */
const wildcards: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);

const certificateFields = ["rtmpsCert", "rtmpsKey"] as const;

/** What was written on the command line; `config` names the config file. */
export type Flags = { config?: string | undefined } & { [Name in FlagName]?: string | boolean | undefined };

export type LoadOptions = {
  flags?: Flags;
  /** Usually `process.env`. */
  env: Readonly<Record<string, string | undefined>>;
  /** Where the config file is looked for, and where relative paths start. */
  cwd: string;
  /** The instances that there are without `providers` in a config file. Default: the embedded relay. */
  builtIn?: readonly string[];
};

export type LoadedSettings = {
  settings: Settings;
  /** The instances of the config file; absent: it names none, and the built-in ones are used. */
  providers?: Record<string, ProviderAdapter>;
  /** The config file that was read. */
  configFile?: string;
};

/**
 * Settings from the flags, else the environment, else the config file, else the defaults. A value that is overruled is
 * not looked at; an empty variable counts as not set. Relative paths in the config file start from its directory.
 *
 * @throws MultistreamError `invalid_argument` with every fault at once: which flag, variable or field, and what would
 * be right
 */
export async function loadSettings(options: LoadOptions): Promise<LoadedSettings> {
  const { flags = {}, env, cwd, builtIn = [DEFAULT_PROVIDER] } = options;
  const file = await loadConfigFile(cwd, flags.config);
  const { values: configured, providers, faults } = file ? checkConfig(file.content) : { values: {}, faults: [] };
  const read = readFields([
    { values: flags, nameOf: flagOf, directory: cwd },
    { values: fromEnvironment(env), nameOf: variableOf, directory: cwd },
    { values: configured, nameOf: (field) => field, directory: file?.directory ?? cwd },
  ]);
  const all = [...faults, ...read.faults, ...checkProvider(read, providers, builtIn), ...checkCertificate(read)];
  if (all.length > 0) throw settingsError(all);
  return {
    settings: withDefaults(read.values, cwd),
    ...(providers ? { providers } : {}),
    ...(file ? { configFile: file.path } : {}),
  };
}

function fromEnvironment(env: LoadOptions["env"]): Partial<Record<FieldName, string>> {
  const entries = fieldNames.map((field) => [field, env[variableOf(field)] || undefined]);
  return Object.fromEntries(entries);
}

function checkProvider(
  { values, written, nameOf }: ReadFields,
  providers: LoadedSettings["providers"],
  builtIn: readonly string[],
): Issue[] {
  const known = providers ? Object.keys(providers) : builtIn;
  const list = providers
    ? `one of the config file's providers: ${known.join(", ")}`
    : `one of ${known.join(", ")}: the others need their credentials in the environment, or \`providers\` in a config file`;
  if (!written.has("provider")) {
    if (known.includes(DEFAULT_PROVIDER)) return [];
    return [{ path: "provider", message: `is not set, and there is no ${DEFAULT_PROVIDER}: it must be ${list}` }];
  }
  const { provider } = values;
  if (provider === undefined || known.includes(provider)) return [];
  return [{ path: nameOf("provider"), message: `must be ${list}` }];
}

function checkCertificate({ values, written, nameOf }: ReadFields): Issue[] {
  const given = certificateFields.filter((field) => written.has(field));
  const unreadable = given.filter((field) => values[field] !== undefined && !isReadable(values[field]));
  const faults = unreadable.map((field): Issue => ({
    path: nameOf(field),
    message: "names a file that cannot be read",
  }));
  const [only] = given;
  if (only === undefined || given.length === certificateFields.length) return faults;
  const missing = variableOf(only === "rtmpsCert" ? "rtmpsKey" : "rtmpsCert");
  return [...faults, { path: nameOf(only), message: `needs ${missing} too: RTMPS takes a certificate and its key` }];
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

function withDefaults(values: FieldValues, cwd: string): Settings {
  const { apiKey, secretKey, rtmpsCert, rtmpsKey, publicUrl } = values;
  const host = values.host ?? "127.0.0.1";
  return {
    httpPort: values.httpPort ?? 8787,
    rtmpPort: values.rtmpPort ?? 1935,
    rtmpsPort: values.rtmpsPort ?? 1936,
    srtPorts: values.srtPorts ?? { first: 8890, last: 8990 },
    host,
    publicHost: values.publicHost ?? (wildcards.has(host) ? "127.0.0.1" : host),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    dataDir: values.dataDir ?? join(cwd, ".polycast"),
    allowPrivateTargets: values.allowPrivateTargets ?? false,
    logLevel: values.logLevel ?? "info",
    provider: values.provider ?? DEFAULT_PROVIDER,
    eventRetentionDays: values.eventRetentionDays ?? 30,
    inboxRetentionDays: values.inboxRetentionDays ?? 7,
    ...(apiKey === undefined ? {} : { apiKey: new Secret(apiKey) }),
    ...(secretKey === undefined ? {} : { secretKey: new Secret(secretKey) }),
    ...(rtmpsCert === undefined || rtmpsKey === undefined ? {} : { rtmps: { certFile: rtmpsCert, keyFile: rtmpsKey } }),
  };
}

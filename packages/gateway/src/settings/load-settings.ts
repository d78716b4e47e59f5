import type { ProviderAdapter } from "@polycast/core";
import { type CheckedConfig, checkConfig } from "./check-config.ts";
import { loadConfigFile } from "./config-file.ts";
import { crossChecks } from "./cross-checks.ts";
import { DEFAULT_PROVIDER, withDefaults } from "./defaults.ts";
import { settingsError } from "./fault.ts";
import { type FieldName, fieldNames, type FlagName, flagOf, foundVariable } from "./fields.ts";
import { makeInstances, type ProviderFactories } from "./instances.ts";
import { readFields } from "./read-fields.ts";
import type { Settings } from "./settings.ts";

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
  /** Makes the instances that a config file describes as plain data, as JSON must. Default: it can describe none. */
  factories?: ProviderFactories;
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
 * be right. Only the settings of a described provider are looked at after all the others are right.
 */
export async function loadSettings(options: LoadOptions): Promise<LoadedSettings> {
  const { flags = {}, env, cwd, builtIn = [DEFAULT_PROVIDER], factories = {} } = options;
  const file = await loadConfigFile(cwd, flags.config);
  const checked: CheckedConfig = file ? checkConfig(file.content, Object.keys(factories)) : { values: {}, faults: [] };
  const { values: configured, names, instances, faults } = checked;
  const read = readFields([
    { values: flags, nameOf: flagOf, directory: cwd },
    { values: fromEnvironment(env), nameOf: (field) => foundVariable(field, env), directory: cwd },
    { values: configured, nameOf: (field) => field, directory: file?.directory ?? cwd },
  ]);
  const known = { names: names ?? builtIn, fromFile: names !== undefined };
  const all = [...faults, ...read.faults, ...crossChecks(read, known)];
  if (all.length > 0) throw settingsError(all);
  const made = instances && (await makeInstances(instances, { factories, env }));
  if (made && made.faults.length > 0) throw settingsError(made.faults);
  return {
    settings: withDefaults(read.values, cwd),
    ...(made ? { providers: made.adapters } : {}),
    ...(file ? { configFile: file.path } : {}),
  };
}

function fromEnvironment(env: LoadOptions["env"]): Partial<Record<FieldName, string>> {
  const entries = fieldNames.map((field) => [field, env[foundVariable(field, env)] || undefined]);
  return Object.fromEntries(entries);
}

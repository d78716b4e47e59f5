import type { Issue } from "@polycast/core";
import { fieldsSchema, instanceNameSchema } from "./fields.ts";
import { type Instance, readInstance } from "./instances.ts";
import { isRecord } from "./is-record.ts";

/** A config file's content, as far as it can be understood. */
export type CheckedConfig = {
  values: Record<string, unknown>;
  /** The provider instances that it names, also those at fault; absent: it names none. */
  names?: readonly string[];
  /** Those of them that are right. */
  instances?: Record<string, Instance>;
  faults: Issue[];
};

/** What a config file may hold beside the settings. `$schema` lets editors complete a JSON file. */
const otherKeys: ReadonlySet<string> = new Set(["providers", "$schema"]);

/**
 * Looks at the shape of a config; the values are checked together with those of the other sources.
 *
 * @param types the providers that can be described as plain data
 */
export function checkConfig(content: unknown, types: readonly string[]): CheckedConfig {
  if (!isRecord(content)) return { values: {}, faults: [{ path: "the config file", message: "must hold an object" }] };
  const unknown = Object.keys(content).filter((key) => !(key in fieldsSchema.shape) && !otherKeys.has(key));
  const faults = unknown.map((path): Issue => ({ path, message: "is not a setting" }));
  const { providers, ...values } = content;
  if (providers === undefined) return { values, faults };
  if (!isRecord(providers) || Object.keys(providers).length === 0) {
    return { values, faults: [...faults, { path: "providers", message: "must hold at least one provider by name" }] };
  }
  const instances: Record<string, Instance> = {};
  for (const [name, value] of Object.entries(providers)) {
    const path = `providers.${name}`;
    const instance = readInstance(value, types);
    if (!instanceNameSchema.safeParse(name).success) {
      faults.push({ path, message: "must be named with lower-case letters, digits and hyphens" });
    } else if (typeof instance === "string") faults.push({ path, message: instance });
    else instances[name] = instance;
  }
  return { values, names: Object.keys(providers), instances, faults };
}

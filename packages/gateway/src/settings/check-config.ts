import type { Issue, ProviderAdapter } from "@polycast/core";
import { fieldsSchema, instanceNameSchema } from "./fields.ts";

/** A config file's content, as far as it can be understood. */
export type CheckedConfig = {
  values: Record<string, unknown>;
  providers?: Record<string, ProviderAdapter>;
  faults: Issue[];
};

/** What a config file may hold beside the settings. `$schema` lets editors complete a JSON file. */
const otherKeys: ReadonlySet<string> = new Set(["providers", "$schema"]);

/** Looks at the shape of a config; the values are checked together with those of the other sources. */
export function checkConfig(content: unknown): CheckedConfig {
  if (!isRecord(content)) return { values: {}, faults: [{ path: "the config file", message: "must hold an object" }] };
  const unknown = Object.keys(content).filter((key) => !(key in fieldsSchema.shape) && !otherKeys.has(key));
  const faults = unknown.map((path): Issue => ({ path, message: "is not a setting" }));
  const { providers, ...values } = content;
  if (providers === undefined) return { values, faults };
  if (!isRecord(providers) || Object.keys(providers).length === 0) {
    return { values, faults: [...faults, { path: "providers", message: "must hold at least one provider by name" }] };
  }
  return { values, ...checkProviders(providers, faults) };
}

function checkProviders(providers: Record<string, unknown>, faults: Issue[]): Omit<CheckedConfig, "values"> {
  const found = [...faults];
  const adapters: Record<string, ProviderAdapter> = {};
  for (const [name, value] of Object.entries(providers)) {
    if (!instanceNameSchema.safeParse(name).success) {
      found.push({ path: `providers.${name}`, message: "must be named with lower-case letters, digits and hyphens" });
    } else if (isAdapter(value)) adapters[name] = value;
    else found.push({ path: `providers.${name}`, message: "must be made by a provider's factory, like selfhost()" });
  }
  return { providers: adapters, faults: found };
}

/** The contract itself, with its version, is checked by the control plane. */
function isAdapter(value: unknown): value is ProviderAdapter {
  return isRecord(value) && typeof value["specVersion"] === "number" && isRecord(value["streams"]);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

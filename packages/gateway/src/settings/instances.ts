import type { Issue, ProviderAdapter } from "@polycast/core";
import { isMultistreamError } from "@polycast/core";
import { isRecord } from "./is-record.ts";
import { resolveVariables } from "./resolve-variables.ts";

/** A provider instance of a config file: made already, or described as plain data. */
export type Instance = { adapter: ProviderAdapter } | { type: string; settings: Record<string, unknown> };

/** Makes adapters from plain data, by the provider's word. @throws MultistreamError `invalid_argument` */
export type ProviderFactories = Readonly<
  Record<string, (settings: Record<string, unknown>) => ProviderAdapter | Promise<ProviderAdapter>>
>;

/** Understands one entry of `providers`; a text says what is wrong with it. */
export function readInstance(value: unknown, types: readonly string[]): Instance | string {
  if (isAdapter(value)) return { adapter: value };
  if (!isRecord(value) || value["type"] === undefined || types.length === 0) {
    return "must be made by a provider's factory, like selfhost()";
  }
  const { type, ...settings } = value;
  if (typeof type === "string" && types.includes(type)) return { type, settings };
  return `must have a \`type\` that is one of ${types.join(", ")}`;
}

/** Makes the instances that are described. Every fault of all of them is told, by its path in the config file. */
export async function makeInstances(
  instances: Readonly<Record<string, Instance>>,
  { factories, env }: { factories: ProviderFactories; env: Environment },
): Promise<{ adapters: Record<string, ProviderAdapter>; faults: Issue[] }> {
  const adapters: Record<string, ProviderAdapter> = {};
  const faults: Issue[] = [];
  for (const [name, instance] of Object.entries(instances)) {
    if ("adapter" in instance) {
      adapters[name] = instance.adapter;
      continue;
    }
    const path = `providers.${name}`;
    const resolved = resolveVariables(instance.settings, path, env);
    faults.push(...resolved.faults);
    const make = factories[instance.type];
    if (!make || resolved.faults.length > 0) continue;
    try {
      adapters[name] = await make(resolved.value);
    } catch (error) {
      faults.push(...faultsOf(error, path));
    }
  }
  return { adapters, faults };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** A factory tells the places in its own settings. */
function faultsOf(error: unknown, path: string): Issue[] {
  if (!isMultistreamError(error, "invalid_argument")) throw error;
  const { issues = [{ path: "", message: error.message }] } = error;
  return issues.map((issue) => ({ path: [path, issue.path].filter(Boolean).join("."), message: issue.message }));
}

/** The contract itself, with its version, is checked by the control plane. */
function isAdapter(value: unknown): value is ProviderAdapter {
  return isRecord(value) && typeof value["specVersion"] === "number" && isRecord(value["streams"]);
}

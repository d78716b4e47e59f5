import type { Issue } from "@polycast/core";
import { isRecord } from "./is-record.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What was put in, and the variables that were missing. */
export type Resolved = { value: Record<string, unknown>; faults: Issue[] };

/**
 * Puts the values of environment variables where plain data names them: `{ "env": "MUX_US_ID" }`, or with what to take
 * when it is missing, `{ "env": "MUX_US_ID", "default": "…" }`. An empty variable counts as missing.
 *
 * @param path of the data, for the faults
 */
export function resolveVariables(data: Record<string, unknown>, path: string, env: Environment): Resolved {
  const faults: Issue[] = [];
  const resolve = (value: unknown, at: string): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => resolve(item, `${at}.${index}`));
    if (!isRecord(value)) return value;
    if (!isReference(value)) return resolveFields(value, at);
    const found = env[value.env];
    if (found !== undefined && found !== "") return found;
    if (value.default !== undefined) return value.default;
    faults.push({ path: at, message: `needs the environment variable ${value.env}, which is not set` });
    return undefined;
  };
  const resolveFields = (record: Record<string, unknown>, at: string): Record<string, unknown> =>
    Object.fromEntries(Object.entries(record).map(([name, value]) => [name, resolve(value, `${at}.${name}`)]));
  return { value: resolveFields(data, path), faults };
}

/** A thing with other fields too is no reference: it is the provider's to judge. */
function isReference(value: Record<string, unknown>): value is { env: string; default?: string } {
  const { env, default: fallback, ...rest } = value;
  const isText = typeof env === "string" && /^[A-Za-z_]\w{0,127}$/u.test(env);
  return isText && (fallback === undefined || typeof fallback === "string") && Object.keys(rest).length === 0;
}

import { MultistreamError } from "@polycast/core";

/**
 * Reads an environment variable for the config file. An empty one counts as missing.
 *
 * @param fallback what to take when it is missing
 * @throws MultistreamError `invalid_argument` that names the variable, when it is missing and there is no fallback
 */
export function env(name: string, fallback?: string): string {
  const value = process.env[name];
  if (value !== undefined && value !== "") return value;
  if (fallback !== undefined) return fallback;
  throw new MultistreamError("invalid_argument", `The environment variable ${name} is not set.`, {
    issues: [{ path: name, message: "is not set" }],
    hint: `Set ${name}, or give it a fallback: env("${name}", "…").`,
  });
}

import type { ProviderAdapter } from "@polycast/core";
import type { SettingsInput } from "./fields.ts";

/** What a config file exports: settings, and the provider instances by their names. */
export type Config = SettingsInput & { providers?: Record<string, ProviderAdapter> };

/**
 * Types the config file; the flags and the environment go before it.
 *
 * ```ts
 * // polycast.config.ts
 * export default defineConfig({
 *   provider: "selfhost",
 *   providers: { selfhost: selfhost(), "mux-us": mux({ tokenId: env("MUX_US_ID"), tokenSecret: env("MUX_US_SECRET") }) },
 * });
 * ```
 */
export function defineConfig(config: Config): Config {
  return config;
}

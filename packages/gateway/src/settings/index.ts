/** Where a gateway's settings come from. @module */
export { type Config, defineConfig } from "./define-config.ts";
export { env } from "./env.ts";
export type { PortRange } from "./fields.ts";
export { type Flags, type LoadedSettings, type LoadOptions, loadSettings } from "./load-settings.ts";
export type { LogLevel } from "./log-level.ts";
export type { Settings } from "./settings.ts";

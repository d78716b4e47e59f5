/** Where a gateway's settings come from. @module */
export { type Config, defineConfig } from "./define-config.ts";
export { env } from "./env.ts";
export { type Flags, loadSettings } from "./load-settings.ts";
export type { Settings } from "./settings.ts";

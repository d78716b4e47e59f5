/** What a config file needs. @module */
export { type Config, defineConfig, env } from "./settings/index.ts";

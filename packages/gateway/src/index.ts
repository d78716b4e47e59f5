/** The gateway as a library: what a config file needs, and the gateway itself for those who host it. @module */
export { createGateway, type Gateway, type GatewayOptions } from "./create-gateway.ts";
export { createLog, type Log, type LogOptions } from "./log/create-log.ts";
export { type Config, defineConfig, env, type Settings } from "./settings/index.ts";

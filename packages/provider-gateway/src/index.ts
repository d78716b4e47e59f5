/** A running Polycast gateway as a provider. @module */
export { gateway } from "./gateway.ts";
export type { GatewayOptions } from "./provider-options.ts";
export type { GatewaySettings } from "./settings.ts";

/** Livepeer Studio as a provider. @module */
export { capabilities as livepeerCapabilities } from "./capabilities.ts";
export { livepeer } from "./livepeer.ts";
export type { LivepeerStreamOptions } from "./provider-options.ts";
export type { LivepeerSettings } from "./settings.ts";
export { statusMapping as livepeerStatusMapping, statusPages as livepeerStatusPages } from "./status-mapping.ts";

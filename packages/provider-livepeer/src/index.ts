/** Livepeer Studio as a provider. @module */
export { capabilities as livepeerCapabilities } from "./capabilities.ts";
export { statusMapping as livepeerStatusMapping, statusPages as livepeerStatusPages } from "./status-mapping.ts";

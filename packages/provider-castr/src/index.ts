/** Castr as a provider. @module */
export { capabilities as castrCapabilities } from "./capabilities.ts";
export { statusMapping as castrStatusMapping, statusPages as castrStatusPages } from "./status-mapping.ts";

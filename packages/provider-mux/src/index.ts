/** Mux Video as a provider. @module */
export { capabilities as muxCapabilities } from "./capabilities.ts";
export { statusMapping as muxStatusMapping, statusPages as muxStatusPages } from "./status-mapping.ts";

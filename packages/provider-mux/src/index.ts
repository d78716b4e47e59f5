/** Mux Video as a provider. @module */
export { capabilities as muxCapabilities } from "./capabilities.ts";
export { mux } from "./mux.ts";
export type { MuxStreamOptions } from "./provider-options.ts";
export type { MuxRegion, MuxSettings } from "./settings.ts";
export { statusMapping as muxStatusMapping, statusPages as muxStatusPages } from "./status-mapping.ts";

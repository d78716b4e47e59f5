/** Castr as a provider. @module */
export { capabilities as castrCapabilities } from "./capabilities.ts";
export { castr } from "./castr.ts";
export type { CastrStreamOptions } from "./provider-options.ts";
export { type CastrRegion, regions as castrRegions } from "./regions.ts";
export type { CastrSettings } from "./settings.ts";
export { statusMapping as castrStatusMapping, statusPages as castrStatusPages } from "./status-mapping.ts";

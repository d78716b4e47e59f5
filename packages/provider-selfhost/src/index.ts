/** Polycast's own relay as a provider. @module */
export { capabilities as selfhostCapabilities } from "./capabilities.ts";
export { selfhost } from "./selfhost.ts";
export type { SelfhostSettings } from "./settings.ts";

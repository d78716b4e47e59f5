/** What app authors test with. @module */
export type { Capabilities } from "./model/capabilities.ts";

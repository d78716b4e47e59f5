/** The suite that every adapter passes. @module */
export type { ProviderAdapter } from "./contract/provider-adapter.ts";

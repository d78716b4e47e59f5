// The planned surface of packages that are not here yet. Each declaration goes away when its package lands.

import type { ProviderAdapter } from "@polycast/core";

declare module "@polycast/mux" {
  /** What is left out comes from `MUX_TOKEN_ID`, `MUX_TOKEN_SECRET` and `MUX_WEBHOOK_SECRET` when it is first needed. */
  export type MuxSettings = {
    tokenId?: string;
    tokenSecret?: string;
    /** Several while a secret is being rotated. */
    webhookSecrets?: string[];
    baseUrl?: string;
    fetch?: typeof fetch;
  };

  /** Mux Video as a provider. */
  export function mux(settings?: MuxSettings): ProviderAdapter;
}

declare module "@polycast/livepeer" {
  /** What is left out comes from `LIVEPEER_API_KEY` and `LIVEPEER_WEBHOOK_SECRET` when it is first needed. */
  export type LivepeerSettings = {
    apiKey?: string;
    /** Several while a secret is being rotated. */
    webhookSecrets?: string[];
    baseUrl?: string;
    fetch?: typeof fetch;
  };

  /** Livepeer Studio as a provider. */
  export function livepeer(settings?: LivepeerSettings): ProviderAdapter;
}

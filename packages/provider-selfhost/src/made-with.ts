import type { ProviderAdapter } from "@polycast/core/provider";
import type { SelfhostOptions } from "./create-selfhost.ts";

const madeWith = new WeakMap<ProviderAdapter, SelfhostOptions>();

/** Remembers what an adapter was made with, for {@link settingsOf}. */
export function remember(adapter: ProviderAdapter, options: SelfhostOptions): ProviderAdapter {
  madeWith.set(adapter, options);
  return adapter;
}

/**
 * What `selfhost()` was called with, for a host that adds settings of its own or puts the relay elsewhere. It may hold a
 * certificate's key. Undefined for any other adapter, also for one of another copy of this package.
 */
export function settingsOf(adapter: ProviderAdapter): SelfhostOptions | undefined {
  return madeWith.get(adapter);
}

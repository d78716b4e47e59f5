import { hashApiKey, newApiKey } from "../secrets/api-key.ts";
import type { Writing } from "./access.ts";
import { findApiKey, hasAdminKey, putApiKey } from "./api-keys.ts";
import { newId } from "./ids.ts";
import type { Store } from "./store.ts";

/** The key that `POLYCAST_API_KEY` sets has this id, so that another value takes the place of the former one. */
const CONFIGURED_ID = "key_configured";

/**
 * Makes sure that somebody can get in: stores the configured key as an admin key, or, where none is configured and no
 * admin key for all tenants is stored that has not expired, makes one.
 *
 * @returns the key that was made, to be printed once: it cannot be read again.
 */
export function ensureAdminKey(
  store: Store,
  configured: string | undefined,
  now: () => number = Date.now,
): Promise<{ created?: string }> {
  return store.write(function* () {
    if (configured !== undefined) {
      yield* storeConfigured(configured, now());
      return {};
    }
    if (yield* hasAdminKey(now())) return {};
    const created = newApiKey();
    yield* putApiKey({ id: newId("apiKey"), name: "first start", ...describe(created), createdAt: now() });
    return { created };
  });
}

function* storeConfigured(key: string, createdAt: number): Writing<void> {
  const known = yield* findApiKey(hashApiKey(key));
  // It may be the key of the first start, put into the environment later.
  const { id, name } = known ?? { id: CONFIGURED_ID, name: "POLYCAST_API_KEY" };
  yield* putApiKey({ id, name, ...describe(key), createdAt: known?.createdAt ?? createdAt });
}

function describe(key: string): { hash: string; last4: string; scopes: ["admin"] } {
  return { hash: hashApiKey(key), last4: key.slice(-4), scopes: ["admin"] };
}

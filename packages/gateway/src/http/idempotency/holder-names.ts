import { randomUUID } from "node:crypto";
import type { Store } from "../../store/index.ts";

/** One who is at a request, and what the names of all that can be alive begin with; absent: others can be alive too. */
export type HolderName = { holder: string; living?: string };

/** What the names of those begin with that work on a store while it is open. */
const prefixes = new WeakMap<Store, string>();

/**
 * Makes what names those who are at a request, each by another name. On a store that one process has alone, all that
 * were at something before it was opened are dead.
 */
export function namesOf(store: Store): () => HolderName {
  if (!store.exclusive) return () => ({ holder: randomUUID() });
  const living = prefixes.get(store) ?? `${randomUUID()}/`;
  prefixes.set(store, living);
  return () => ({ holder: living + randomUUID(), living });
}

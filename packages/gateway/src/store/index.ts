/** The embedded store, as the rest of the gateway uses it. @module */
export type { Reader, Transaction } from "./access.ts";
export { ensureAdminKey } from "./admin-key.ts";
export { type ApiKeyRecord, findApiKey, type Scope } from "./api-keys.ts";
export {
  appendEvent,
  type EventQuery,
  isKnownPosition,
  listEventsAfter,
  newestPosition,
  oldestPosition,
  type StoredEvent,
} from "./events.ts";
export { newId } from "./ids.ts";
export { openStore } from "./open-store.ts";
export { destinationPlace, ingestPlace } from "./places.ts";
export type { Store } from "./store.ts";
export {
  deleteStream,
  getStream,
  insertStream,
  listStreams,
  type StreamRecord,
  streamsOf,
  updateStream,
} from "./streams.ts";
export {
  deleteTarget,
  getTarget,
  insertTarget,
  listTargets,
  type TargetChanges,
  type TargetQuery,
  type TargetRecord,
  targetsOf,
  updateTarget,
} from "./targets.ts";
export { openVault } from "./vault.ts";

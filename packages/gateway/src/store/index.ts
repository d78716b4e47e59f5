/** The embedded store, as the rest of the gateway uses it. @module */
export type { Reader, Transaction } from "./access.ts";
export { ensureAdminKey } from "./admin-key.ts";
export { type ApiKeyRecord, findApiKey, type Scope } from "./api-keys.ts";
export {
  type DeliveryQuery,
  type DeliveryRecord,
  type DeliveryState,
  deliveryStates,
  enqueueDeliveries,
  getDelivery,
  listDeliveries,
} from "./deliveries.ts";
export { addAttempt, type AttemptRecord, attemptsOf, lastAttempts, overflowedSince } from "./delivery-attempts.ts";
export {
  cancelPending,
  claimDelivery,
  type ClaimedDelivery,
  deleteDeliveriesOf,
  firstPending,
  getClaimed,
  postponeDelivery,
  releaseDeliveriesOf,
  releaseDelivery,
  settleDelivery,
} from "./delivery-queue.ts";
export { findReplayable, replayDeliveries, replayDelivery } from "./delivery-replay.ts";
export { type DeliveryRetention, trimDeliveries } from "./delivery-retention.ts";
export {
  appendEvent,
  type EventQuery,
  hasAnyEvent,
  isKnownPosition,
  listEventsAfter,
  type LoggedEvent,
  newestPosition,
  oldestPosition,
  type StoredEvent,
  TRIM_STEP,
  trimEvents,
} from "./events.ts";
export { newId } from "./ids.ts";
export { openStore } from "./open-store.ts";
export {
  dueItems,
  getInboxItem,
  type InboxOutcome,
  type InboxPosition,
  type InboxRecord,
  type InboxState,
  inboxStates,
  insertInboxItem,
  listInboxItems,
  nextDueAt,
  parkedItems,
  receivedItems,
  setInboxOutcome,
} from "./inbox.ts";
export { type InboxReplay, releaseInboxItem, replayInboxItem, replayInboxItems } from "./inbox-replay.ts";
export {
  countInboxItems,
  deleteInboxItemsBefore,
  deleteInboxItemsOf,
  deleteOldestInboxItems,
  giveUpParkedBeyond,
} from "./inbox-retention.ts";
export {
  destinationPlace,
  endpointUrlPlace,
  inboxPlace,
  ingestPlace,
  providerWebhookPlace,
  signingSecretPlace,
} from "./places.ts";
export {
  deleteProviderWebhook,
  insertProviderWebhook,
  listProviderWebhooks,
  type ProviderWebhookRecord,
} from "./provider-webhooks.ts";
export type { Store } from "./store.ts";
export { getStreamState, saveStreamState } from "./stream-states.ts";
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
export { countViewTokens, findViewToken, insertViewToken, PRUNE_STEP, pruneViewTokens } from "./view-tokens.ts";
export {
  deleteEndpoint,
  type EndpointChanges,
  type EndpointRecord,
  getEndpoint,
  insertEndpoint,
  listEndpoints,
  listServedEndpoints,
  type ServedEndpoint,
  updateEndpoint,
} from "./webhook-endpoints.ts";
export {
  deleteExpiredSigningSecrets,
  deleteSigningSecret,
  insertSigningSecret,
  retireSigningSecret,
  signingSecretsOf,
} from "./webhook-secrets.ts";

/** The store, as the rest of the gateway uses it. @module */
export { type Channel, notify, type Reading, type Writing } from "./access.ts";
export { ensureAdminKey } from "./admin-key.ts";
export {
  type ApiKeyQuery,
  type ApiKeyRecord,
  deleteApiKey,
  findApiKey,
  getApiKey,
  hasAdminKey,
  listApiKeys,
  putApiKey,
  type Scope,
  scopes,
  touchApiKey,
} from "./api-keys.ts";
export { type Backlogs, countBacklogs } from "./backlogs.ts";
export {
  type ChangedStream,
  changedStreams,
  LOOK_LIMIT,
  streamIds,
  streamIdsOf,
  streamsAt,
} from "./changed-streams.ts";
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
  listEventsAfter,
  type LoggedEvent,
  type StoredEvent,
} from "./events.ts";
export { isKnownPosition, newestPosition, startPosition } from "./log-bounds.ts";
export { comparePositions, isLogPosition, LOG_BEGINNING, type LogPosition } from "./log-position.ts";
export { dueStreams, nextDueStream } from "./due-streams.ts";
export {
  claimIdempotency,
  deleteExpiredIdempotency,
  dropIdempotency,
  finishIdempotency,
  type IdempotencyClaim,
  type IdempotentRequest,
  releaseIdempotency,
} from "./idempotency.ts";
export { type CreateOptions, deriveIds, type IdSource, newId } from "./ids.ts";
export {
  dueIntents,
  endIntent,
  getIntent,
  insertIntent,
  type IntentRecord,
  postponeIntent,
  takeIntent,
} from "./intents.ts";
export {
  acquireLease,
  assertLease,
  deleteExpiredLeases,
  getLease,
  type LeaseRecord,
  listLeases,
  releaseLease,
} from "./leases.ts";
export { loadWhole, type WholeStream } from "./instance-streams.ts";
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
  idempotencyPlace,
  inboxPlace,
  ingestPlace,
  intentPlace,
  providerWebhookPlace,
  relayStreamPlace,
  signingSecretPlace,
} from "./places.ts";
export {
  deleteProviderWebhook,
  insertProviderWebhook,
  listProviderWebhooks,
  type ProviderWebhookRecord,
} from "./provider-webhooks.ts";
export {
  abandonedRelayStreams,
  claimRelayStream,
  endAbandonedSession,
  type RelayClaim,
  releaseRelayStream,
  takeBackRelayStream,
} from "./relay-owners.ts";
export {
  deleteRelayStream,
  getRelayStream,
  listRelayStreams,
  putRelayStream,
  type RelayLeft,
  type RelayStreamRecord,
  type RelayStreamRevision,
  relayRevisions,
  relayRevisionsOf,
  relayStreamsAfter,
} from "./relay-streams.ts";
export { appendReport, countReports, deleteReports, listReports, type ReportRecord, trimReports } from "./reports.ts";
export type { RowsWritten } from "./rows-written.ts";
export { MAX_SILENT, type SilentStream, silentStreams } from "./silent-streams.ts";
export type { Store } from "./store.ts";
export { getStreamState, saveStreamState } from "./stream-states.ts";
export {
  deleteStream,
  getStream,
  insertStream,
  listStreams,
  type StreamChanges,
  type StreamRecord,
  streamsOf,
  updateStream,
} from "./streams.ts";
export {
  deleteTarget,
  getTarget,
  insertTarget,
  listTargets,
  listTargetsOf,
  type TargetChanges,
  type TargetQuery,
  type TargetRecord,
  targetsOf,
  updateTarget,
} from "./targets.ts";
export { TRIM_STEP, trimEvents } from "./trim-events.ts";
export { openVault, type Vault } from "./vault.ts";
export { countViewTokens, findViewToken, insertViewToken, PRUNE_STEP, pruneViewTokens } from "./view-tokens.ts";
export {
  allEndpoints,
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

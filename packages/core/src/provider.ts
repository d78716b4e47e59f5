/** What people use who write an adapter. Those who host adapters use `@polycast/core/host` besides. @module */
export * from "./index.ts";
export { commonSettings, type CommonSettings } from "./adapter/common-settings.ts";
export { createAdapterHttp, type AdapterHttp } from "./adapter/create-adapter-http.ts";
export { createIds, type Ids } from "./adapter/create-ids.ts";
export { basicCredentials, bearerCredentials, type Credentials, webhookSecretsOf } from "./adapter/credentials.ts";
export { createReady } from "./adapter/create-ready.ts";
export { environmentVariable } from "./adapter/environment-variable.ts";
export { idSchema, lenient, textSchema, wordSchema } from "./adapter/lenient.ts";
export { readOptions, refuseOptions, type WithOptions } from "./adapter/options.ts";
export { pageOf, toPage } from "./adapter/page-cursor.ts";
export { walkPages } from "./adapter/walk-pages.ts";
export { cleanUpContext } from "./calls/clean-up-context.ts";
export { confirmed, mayHaveApplied } from "./calls/confirmed.ts";
export { createOnce, type CreateOnceOptions, lookForEarlier } from "./calls/create-once.ts";
export { ifThere } from "./calls/if-there.ts";
export { readBack } from "./calls/read-back.ts";
export { type Making, Repeats } from "./calls/repeats.ts";
export { createSerial, type Serial } from "./calls/serial.ts";
export { assertAllowed, assertTargetCount, decide, operations, ruleOf } from "./capabilities/decide.ts";
export { isNever, outcomeIn, outcomesOf } from "./capabilities/outcomes.ts";
export { streamOperations, targetOperations } from "./capabilities/operations-of.ts";
export { type RuleOverride, type Rules, rulesFrom } from "./capabilities/rules.ts";
export { checkStored, checkTarget } from "./client/check-target.ts";
export { pageLimitSchema } from "./client/page.ts";
export type { CallContext } from "./contract/call-context.ts";
export type { Log } from "./contract/log.ts";
export { newestOfEach } from "./contract/newest-of-each.ts";
export type { StreamObservation, TargetObservation, WarningObservation } from "./contract/observation.ts";
export { type AdapterPage, type PollQuery, SPEC_VERSION } from "./contract/provider-adapter.ts";
export type { ProviderRequest } from "./contract/provider-request.ts";
export type { Restorable } from "./contract/restorable.ts";
export type {
  ProviderWebhooks,
  Translation,
  UnplacedObservation,
  VerifiedWebhook,
  VerifyOptions,
  WebhookDelivery,
} from "./contract/webhooks.ts";
export type { Wish } from "./contract/wish.ts";
export { destinationIdentity, hashDestinationIdentity } from "./destination/destination-identity.ts";
export { destinationNotices } from "./destination/destination-notices.ts";
export { destinationProtocol } from "./destination/destination-protocol.ts";
export { presetNameOf } from "./destination/preset-name-of.ts";
export { redactDestination } from "./destination/redact-destination.ts";
export { resolveDestination } from "./destination/resolve-destination.ts";
export { sameDestination } from "./destination/same-destination.ts";
export { srtUrl } from "./destination/srt-url.ts";
export { readStoredDestination, redactStoredDestination } from "./destination/stored-destination.ts";
export type {
  ResolvedDestination,
  ResolvedRtmpDestination,
  ResolvedSrtDestination,
} from "./destination/resolved-destination.ts";
export { errorCodeSchema } from "./errors/error-code-schema.ts";
export { errorCodes, isRetryableCode } from "./errors/error-code.ts";
export { parseInput } from "./errors/invalid-argument.ts";
export { beneath } from "./errors/beneath.ts";
export { restate } from "./errors/restate.ts";
export type { MultistreamErrorOptions } from "./errors/multistream-error.ts";
export { type HttpClock, pause } from "./http/clock.ts";
export { createHttpClient } from "./http/create-http-client.ts";
export { createProviderRequest } from "./http/create-provider-request.ts";
export type {
  ErrorAnswer,
  HttpAnswer,
  HttpClient,
  HttpClientSettings,
  HttpRequest,
  ProviderFault,
  RateLimit,
} from "./http/http-client.ts";
export { capabilitiesSchema } from "./model/capabilities.ts";
export { metadataSchema, nameSchema, timestampSchema } from "./model/common.ts";
export { destinationSchema } from "./model/destination.ts";
export { redactedDestinationSchema } from "./model/redacted-destination.ts";
export { sound } from "./model/sound-text.ts";
export {
  endpointEventSchema,
  endpointEventTypes,
  eventSchema,
  streamEventSchema,
  streamEventTypes,
  targetEventSchema,
  targetEventTypes,
} from "./model/event.ts";
export { ingestSchema } from "./model/ingest.ts";
export {
  createStreamSchema,
  createTargetSchema,
  type NewStream,
  type NewTarget,
  type StreamPatch,
  type TargetPatch,
  updateStreamSchema,
  updateTargetSchema,
} from "./model/inputs.ts";
export { noticeSchema } from "./model/notice.ts";
export { appliesSchema, pendingSchema } from "./model/pending.ts";
export type { StatusMapping } from "./model/status-mapping.ts";
export { sessionSchema, streamSchema, streamStates, streamStatusSchema } from "./model/stream.ts";
export { targetSchema } from "./model/target.ts";
export { reasonCodes, targetStates, targetStateSchema, targetStatusSchema } from "./model/target-status.ts";
export { presetNames, presetNameSchema } from "./presets/preset-name.ts";
export { scrubText } from "./redaction/scrub-text.ts";
export { Secret } from "./redaction/secret.ts";
export type { AnsweredAt } from "./state/observations-of.ts";
export { polledObservations } from "./state/polled-observations.ts";
export { isStreamTransition, streamTransitions } from "./state/stream-transitions.ts";
export { isTargetTransition, targetTransitions } from "./state/target-transitions.ts";
export { defined, type Defined } from "./values/defined.ts";
export { RecentMap } from "./values/recent-map.ts";
export { timestampOf } from "./values/timestamp-of.ts";
export { assertFresh } from "./webhooks/assert-fresh.ts";
export { assertSigned, type SignedDelivery } from "./webhooks/assert-signed.ts";
export { equalBytes, prefixBytes, toHex } from "./webhooks/bytes.ts";
export { anySignatureMatches, hmacSha256 } from "./webhooks/hmac-sha256.ts";
export { readJsonBody } from "./webhooks/read-json-body.ts";
export { parseSignatureHeader, type SignatureHeader } from "./webhooks/signature-header.ts";

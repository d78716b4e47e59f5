/** What apps use. People who write an adapter use `@polycast/core/provider`. @module */
export { createMultistream } from "./client/create-multistream.ts";
export type {
  CallOptions,
  ListOptions,
  Multistream,
  Snapshot,
  StreamsClient,
  TargetsClient,
  WatchOptions,
} from "./client/multistream.ts";
export type { Page } from "./client/page.ts";
export type { Decision, Operation } from "./capabilities/decide.ts";
export { CapabilityError } from "./errors/capability-error.ts";
export type { ErrorCode } from "./errors/error-code.ts";
export { isMultistreamError, type Issue, MultistreamError } from "./errors/multistream-error.ts";
export { ProviderError } from "./errors/provider-error.ts";
export { WebhookVerificationError, type WebhookVerificationReason } from "./errors/webhook-verification-error.ts";
export { createWebhookReceiver } from "./receiver/create-webhook-receiver.ts";
export type {
  OfType,
  ProviderEvent,
  StreamProviderEvent,
  TargetProviderEvent,
  WarningProviderEvent,
} from "./receiver/provider-event.ts";
export type {
  ReceivedWebhook,
  ReceiveOptions,
  UnknownWebhook,
  WebhookProblem,
  WebhookReceiver,
} from "./receiver/webhook-receiver.ts";
export { verifyStandardWebhook } from "./webhooks/standard-webhooks.ts";
export type { Observation } from "./contract/observation.ts";
export type { ProviderAdapter } from "./contract/provider-adapter.ts";
export type { Capabilities, Rule } from "./model/capabilities.ts";
export type { Metadata, ProviderOptions, Timestamp } from "./model/common.ts";
export type { Binding, ProviderMetadata, Source } from "./model/provenance.ts";
export type { Destination, Protocol } from "./model/destination.ts";
export type { RedactedDestination } from "./model/redacted-destination.ts";
export type { EndpointEvent, Event, EventType, StreamEvent, TargetEvent } from "./model/event.ts";
export type { Ingest } from "./model/ingest.ts";
export type { CreateStreamInput, CreateTargetInput, UpdateStreamInput, UpdateTargetInput } from "./model/inputs.ts";
export type { Notice } from "./model/notice.ts";
export type { Applies, Pending } from "./model/pending.ts";
export type { Playback, Session, Stream, StreamState, StreamStatus } from "./model/stream.ts";
export type { Target, TargetRef } from "./model/target.ts";
export type { Reason, ReasonCode, TargetState, TargetStatus } from "./model/target-status.ts";
export { memoryStateStore } from "./state-store/memory-state-store.ts";
export type { StateStore, StoredState } from "./state-store/state-store.ts";
export { type PlatformWithoutServer, platformsWithoutServer } from "./presets/platforms-without-server.ts";
export type { Preset, PresetServer } from "./presets/preset.ts";
export type { AudioCodec, VideoCodec } from "./presets/preset-facts.ts";
export type { PresetName } from "./presets/preset-name.ts";
export { presets } from "./presets/presets.ts";

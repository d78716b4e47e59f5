/** What a host of adapters uses besides: calls as the client makes them, what may be done, and the reducer from observation to event. @module */
export { decideWithRoom, noRoomFor } from "./capabilities/decide-with-room.ts";
export { call as callAdapter } from "./client/call.ts";
export { checkAdapter } from "./client/check-adapter.ts";
export { missingMethod } from "./client/missing-method.ts";
export { ownProviderOptions } from "./client/provider-options.ts";
export { type Cadence, fastCadence, safetyNetCadence } from "./poll/cadence.ts";
export { createPoller, type Poller, type PollerOptions } from "./poll/create-poller.ts";
export { type Applied, applyObservation } from "./state/apply-observation.ts";
export { beginKnown } from "./state/begin-known.ts";
export { type EventDraft, targetFacts } from "./state/facts-between.ts";
export type { Known, Registers, Tick } from "./state/known.ts";
export { nextLapse } from "./state/next-lapse.ts";
export { MARGIN_MS, observationsOf } from "./state/observations-of.ts";
export { readRegisters } from "./state/read-registers.ts";
export { withStream } from "./state/show-known.ts";
export { streamWish, targetWish } from "./state/wish-event.ts";
export { signStandardWebhook, standardHeaders, verifyStandardWebhook } from "./webhooks/standard-webhooks.ts";

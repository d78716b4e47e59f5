/** What a host of adapters uses besides: calls as the client makes them, and the reducer from observation to event. @module */
export { call as callAdapter } from "./client/call.ts";
export { checkAdapter } from "./client/check-adapter.ts";
export { missingMethod } from "./client/missing-method.ts";
export { ownProviderOptions } from "./client/provider-options.ts";
export { applyObservation, type EventDraft, type Known } from "./state/apply-observation.ts";
export { streamWish, targetWish } from "./state/wish-event.ts";

import type { Applies, ErrorCode, EventType, ReasonCode, StreamState, TargetState } from "@polycast/core";

/** What each state of a target means, for people. */
export const targetStateWords: Record<TargetState, string> = {
  disabled: "switched off by the caller, and off",
  idle: "wanted, but there is no media to push: the stream is idle or reconnecting",
  connecting: "the source is live, the handshake is under way",
  live: "the destination accepts bytes now; accepted is not yet public",
  retrying: "failed, another attempt follows by itself",
  failed: "failed, nothing follows until something changes",
  unknown: "this provider cannot tell, or not yet",
};

/** What each state of a stream means, for people. */
export const streamStateWords: Record<StreamState, string> = {
  idle: "no encoder",
  live: "media arrives",
  reconnecting: "the encoder went away without a goodbye and may return; the session goes on",
  disabled: "no encoder may publish",
  unknown: "this provider cannot tell, or not yet",
};

/** When a change takes effect, for people. */
export const appliesWords: Record<Applies, string> = {
  now: "at once",
  stream_idle: "as soon as the stream is idle",
  next_session: "when the encoder comes next time",
};

/** Why a target is not live, for people. */
export const reasonWords: Record<ReasonCode, string> = {
  dns: "the host name does not resolve",
  refused: "nobody listens at the address",
  timeout: "no answer in time",
  tls: "the certificate or the TLS handshake is wrong",
  unauthorized: "the destination refuses these credentials, and never took them for 30 s",
  key_in_use: "somebody else publishes with this key",
  incompatible_media: "the destination does not take this codec or format",
  stalled: "connected, but no byte was accepted for 5 s",
  closed_by_destination: "the destination closed the connection",
  blocked_address: "the address is loopback, private or reserved, and that is not allowed",
  process_failed: "the process that pushes has ended",
  provider_reports_error: "the provider says that it failed, not why",
  unknown: "nobody says why",
};

/** What to do about an error. */
export const errorGroups = [
  "fix the input",
  "fix the credentials",
  "plan otherwise",
  "try again",
  "report it",
] as const;

/** What each error code says, and what to do next. */
export const errorWords: Record<ErrorCode, { next: (typeof errorGroups)[number]; meaning: string }> = {
  invalid_argument: { next: "fix the input", meaning: "a field is wrong: `issues` names each" },
  not_found: { next: "fix the input", meaning: "no such stream, target or page" },
  conflict: { next: "fix the input", meaning: "it clashes with what is there already" },
  unauthenticated: { next: "fix the credentials", meaning: "no credentials, or wrong ones" },
  forbidden: { next: "fix the credentials", meaning: "these credentials, or the plan, do not allow it" },
  unsupported: { next: "plan otherwise", meaning: "this provider cannot do it: the error carries the rule" },
  not_idle: { next: "plan otherwise", meaning: "not while the stream is live" },
  limit_exceeded: { next: "plan otherwise", meaning: "a limit of the provider or of Polycast is reached" },
  rate_limited: { next: "try again", meaning: "too many calls: wait for `retryAfterMs`" },
  provider_unavailable: { next: "try again", meaning: "the provider cannot be reached or is out of order" },
  timeout: { next: "try again", meaning: "no answer in time; where `outcome` is `unknown`, read first" },
  provider_response_invalid: { next: "report it", meaning: "the provider answered what nobody expected" },
  adapter_incompatible: { next: "report it", meaning: "core and adapter are of versions that do not fit, or disagree" },
  internal: { next: "report it", meaning: "a bug of Polycast" },
};

/** What an event tells: somebody wants something, a wish's life, something was seen, or a hint. */
export const eventKinds = ["wish", "change", "fact", "hint"] as const;

/** What each event type says. */
export const eventWords: Record<EventType, { kind: (typeof eventKinds)[number]; meaning: string }> = {
  "stream.created": { kind: "wish", meaning: "a stream was made" },
  "stream.updated": { kind: "wish", meaning: "its wanted fields changed: `changed` names them" },
  "stream.deleted": { kind: "wish", meaning: "it was removed" },
  "target.created": { kind: "wish", meaning: "a target was added" },
  "target.updated": { kind: "wish", meaning: "its wanted fields changed, `enabled` included" },
  "target.deleted": { kind: "wish", meaning: "it was removed" },
  "target.change_pending": { kind: "change", meaning: "the change must wait: `pending` says for what" },
  "target.change_applied": { kind: "change", meaning: "the provider has accepted it" },
  "target.change_failed": { kind: "change", meaning: "an attempt failed: `pending.error` says why" },
  "stream.live": { kind: "fact", meaning: "media arrives" },
  "stream.reconnecting": { kind: "fact", meaning: "the encoder is gone and may return" },
  "stream.idle": { kind: "fact", meaning: "no encoder, and no session ends with that: it was disabled or not known" },
  "stream.ended": { kind: "fact", meaning: "no encoder any more: the session is over" },
  "stream.disabled": { kind: "fact", meaning: "no encoder may publish" },
  "target.disabled": { kind: "fact", meaning: "it is off" },
  "target.idle": { kind: "fact", meaning: "it waits for media" },
  "target.connecting": { kind: "fact", meaning: "the handshake began" },
  "target.live": { kind: "fact", meaning: "the destination accepts bytes" },
  "target.retrying": { kind: "fact", meaning: "it failed and tries again: `status.reason` says why" },
  "target.failed": { kind: "fact", meaning: "it failed and gave up: `status.reason` says why" },
  "target.unknown": { kind: "fact", meaning: "its state cannot be told" },
  "stream.warning": { kind: "hint", meaning: "a notice about the stream" },
  "target.warning": { kind: "hint", meaning: "a notice about the target" },
};

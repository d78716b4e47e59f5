import type { StatusMapping } from "@polycast/core/provider";

const concept = "https://docs.livepeer.org/developers/core-concepts/core-api/multistream";
const guide = "https://docs.livepeer.org/developers/guides/multistream";
const studio = "https://github.com/livepeer/studio/blob/670a0a66/packages/api/src";
const schema = `${studio}/schema/api-schema.yaml`;

const target = { of: "target", source: "webhook" } as const;

/** What Livepeer's words mean. Target events carry no cause, and the end of a stream sends none: it is derived. */
export const statusMapping: StatusMapping[] = [
  { ...target, native: "multistream.connected", state: "live" },
  {
    ...target,
    native: "multistream.error",
    state: "retrying",
    reason: "provider_reports_error",
    note: "sent once, on the second failure; Livepeer goes on trying",
  },
  {
    ...target,
    native: "multistream.disconnected",
    when: "the stream is active",
    state: "disabled",
    note: "sent when a target is switched off while it is sent to",
  },
  {
    ...target,
    native: "multistream.disconnected",
    when: "the stream is not active",
    state: "idle",
    note: "documented for the end of a stream, not sent then by the published server",
  },
  { ...target, native: "disabled: true", state: "disabled", source: "api" },
  { ...target, native: "stream.idle", state: "idle", note: "all targets of the stream" },
  { ...target, native: "isActive: false", state: "idle", source: "api" },
  {
    ...target,
    native: "stream.started",
    state: "connecting",
    source: "assumed",
    note: "until the target's first event of this session",
  },
  {
    ...target,
    native: "isActive: true",
    when: "no event of this session was seen",
    state: "unknown",
    source: "assumed",
    note: "e.g. after a restart without a state store",
  },
  {
    ...target,
    native: "health: connected true",
    state: "live",
    source: "poll",
    setting: "healthEndpoint",
  },
  {
    ...target,
    native: "health: connected true, no recent activity",
    when: "nothing was sent for 30 s",
    state: "connecting",
    source: "poll",
    setting: "healthEndpoint",
  },
  {
    ...target,
    native: "health: connected false",
    state: "retrying",
    reason: "provider_reports_error",
    source: "poll",
    setting: "healthEndpoint",
  },
  { of: "stream", native: "stream.started", state: "live", source: "webhook" },
  {
    of: "stream",
    native: "stream.idle",
    when: "the stream is not suspended",
    state: "idle",
    source: "webhook",
    note: "the session is over",
  },
  {
    of: "stream",
    native: "stream.idle",
    when: "the stream is suspended",
    state: "disabled",
    source: "webhook",
    note: "the session is over",
  },
  { of: "stream", native: "isActive: true", state: "live", source: "api" },
  { of: "stream", native: "isActive: false", state: "idle", source: "api" },
  { of: "stream", native: "suspended: true", state: "disabled", source: "api" },
];

/** The pages that the words come from. */
export const statusPages: string[] = [concept, guide, schema];

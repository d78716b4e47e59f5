import type { StatusMapping } from "@polycast/core/provider";

const guide = "https://docs.mux.com/guides/stream-live-to-3rd-party-platforms";
const reference = "https://mux.com/docs/api-reference/video/live-streams";

const target = { of: "target", source: "api" } as const;
const hook = "video.live_stream";

/** What Mux's words mean. Target webhooks carry the same `status` as a read. */
export const statusMapping: StatusMapping[] = [
  { ...target, native: "idle", state: "idle" },
  { ...target, native: "starting", state: "connecting" },
  { ...target, native: "broadcasting", state: "live" },
  {
    ...target,
    native: "errored",
    when: "`error_severity` is `normal`",
    state: "retrying",
    reason: "provider_reports_error",
    note: "Mux keeps trying and says no cause",
  },
  {
    ...target,
    native: "errored",
    when: "`error_severity` is `fatal`",
    state: "failed",
    reason: "incompatible_media",
    note: "no further attempt in this session",
  },
  {
    ...target,
    native: "errored",
    when: "`error_severity` is absent or another word",
    state: "retrying",
    reason: "provider_reports_error",
    source: "assumed",
    note: "Mux's own samples leave the severity out; giving up is claimed only when Mux says so",
  },
  { ...target, native: "any other word", state: "unknown" },
  { of: "stream", native: "idle", state: "idle", source: "api" },
  {
    of: "stream",
    native: "idle",
    when: "one of its targets is not `idle`",
    state: "live",
    source: "assumed",
    note: "the encoder is connected and nothing can be played yet: a read has no word for that",
  },
  {
    of: "stream",
    native: "active",
    state: "live",
    source: "api",
    note: "also during the reconnect window: a read alone cannot tell",
  },
  {
    of: "stream",
    native: "active",
    when: "it has targets and all of them are `idle`",
    state: "reconnecting",
    source: "assumed",
    note: "targets go idle when the encoder is gone",
  },
  { of: "stream", native: "disabled", state: "disabled", source: "api" },
  { of: "stream", native: "any other word", state: "unknown", source: "api" },
  { of: "stream", native: `${hook}.connected`, state: "live", source: "webhook", note: "the targets start to connect" },
  { of: "stream", native: `${hook}.recording`, state: "live", source: "webhook" },
  { of: "stream", native: `${hook}.active`, state: "live", source: "webhook" },
  {
    of: "stream",
    native: `${hook}.disconnected`,
    state: "reconnecting",
    source: "webhook",
    note: "the session goes on",
  },
  { of: "stream", native: `${hook}.idle`, state: "idle", source: "webhook", note: "the session is over" },
  { of: "stream", native: `${hook}.disabled`, state: "disabled", source: "webhook" },
  {
    of: "stream",
    native: `${hook}.enabled`,
    state: "idle",
    source: "webhook",
    note: "read the stream again: the wish has changed too",
  },
];

/** The pages that the words come from. */
export const statusPages: string[] = [guide, reference];

import type { Capabilities, Rule } from "@polycast/core";
import type { StatusMapping } from "./status-mapping.ts";

const reference = "https://mux.com/docs/api-reference/video/live-streams";
const createPage = `${reference}/create-live-stream-simulcast-target`;
const guide = "https://docs.mux.com/guides/stream-live-to-3rd-party-platforms";

const documented = { via: "native", source: reference, evidence: "documented" } as const;
const now: Rule = { ...documented, idle: "now", live: "now" };
const whileIdle: Rule = { ...documented, idle: "now", live: "refused" };
const never: Rule = { ...documented, idle: "refused", live: "refused" };

/** What Mux itself does, without any emulation. */
export const capabilities: Capabilities = {
  target: {
    create: {
      ...whileIdle,
      source: createPage,
      reason: "a simulcast target can only be added while the stream is idle",
    },
    delete: { ...whileIdle, reason: "a simulcast target can only be deleted while the stream is idle" },
    enable: { ...never, reason: "a simulcast target has no switch" },
    disable: { ...never, reason: "a simulcast target has no switch" },
    restart: { ...never, reason: "there is no call that makes a simulcast target dial again" },
    update: {
      name: { ...never, reason: "a simulcast target cannot be updated and has no name" },
      destination: { ...never, reason: "a simulcast target cannot be updated" },
      rendition: { ...never, source: createPage, reason: "a simulcast target takes no rendition" },
    },
  },
  stream: {
    update: now,
    enable: now,
    disable: now,
    end: { ...now, reason: "the recording ends at once; an encoder that stays is disconnected after 60 s" },
    rotateIngest: now,
    delete: now,
  },
  status: {
    delivery: ["webhook", "poll"],
    states: ["idle", "connecting", "live", "retrying", "failed", "unknown"],
    reasons: false,
  },
  limits: { targetsPerStream: 6 },
  protocols: ["rtmp", "rtmps", "srt"],
  constraints: [
    "srt targets need an srt source",
    "targets are added one per call",
    "six targets per stream unless Mux raises the limit",
    "whether targets can be added or deleted while the stream is disabled is not documented",
    "a low or reduced latency stream has no reconnect window unless one is set",
  ],
  renditions: false,
  readsKeysBack: true,
  stores: { stream: ["name", "reference", "createdAt"], target: ["reference"] },
};

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
    when: "`error_severity` is absent",
    state: "retrying",
    reason: "provider_reports_error",
    source: "assumed",
    note: "Mux's own samples leave the severity out; giving up is claimed only when Mux says so",
  },
  { ...target, native: "any other word", state: "unknown" },
  { of: "stream", native: "idle", state: "idle", source: "api" },
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
  { of: "stream", native: `${hook}.enabled`, state: "idle", source: "webhook" },
];

/** Where the words come from. */
export const statusPages: string[] = [guide, reference];

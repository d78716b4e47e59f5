import type { Ingest, Stream, StreamEvent, Target, TargetEvent } from "@polycast/core";

// Examples of the document: one Friday evening, as the API would tell it.

export const sampleTarget: Target = {
  id: "tgt_0W3nqz4i00Nf7sVw2bYuEa",
  streamId: "str_0W3nqz4h00Yb2kQx8rLmTc",
  provider: "selfhost",
  name: "Twitch",
  destination: { redacted: true, protocol: "rtmps", host: "ingest.global-contribute.live-video.net", preset: "twitch" },
  enabled: true,
  rendition: "source",
  status: {
    state: "live",
    since: "2026-03-06T19:30:12.480Z",
    observedAt: "2026-03-06T19:31:40.002Z",
    source: "relay",
    bitrateBps: 4_512_000,
    bytesSent: 49_370_112,
  },
  notices: [],
  reference: "twitch",
  bindings: [{ provider: "selfhost", id: "7f3c1d0a-0000-4000-8000-000000000001" }],
  createdAt: "2026-03-06T19:12:05.000Z",
};

export const samplePending = {
  changes: ["update"] as "update"[],
  applies: "stream_idle" as const,
  since: "2026-03-06T19:40:00.000Z",
};

export const sampleStream: Stream = {
  id: "str_0W3nqz4h00Yb2kQx8rLmTc",
  provider: "selfhost",
  name: "Friday show",
  enabled: true,
  status: { state: "live", since: "2026-03-06T19:30:11.900Z", observedAt: "2026-03-06T19:30:11.900Z", source: "relay" },
  session: { id: "ses_0W3nr17v00Jd4hTz9qKsBo", startedAt: "2026-03-06T19:30:11.900Z" },
  targets: [sampleTarget],
  notices: [],
  reference: "friday-show",
  tenantId: "tenant-42",
  metadata: { room: "studio 2" },
  bindings: [{ provider: "selfhost", id: "5a9b2e77-0000-4000-8000-000000000001" }],
  createdAt: "2026-03-06T19:12:05.000Z",
};

export const sampleIngest: Ingest = {
  protocol: "rtmp",
  url: "rtmp://live.example.com:1935/live",
  streamKey: "pk_…",
};

const envelope = {
  provider: "selfhost",
  streamId: sampleStream.id,
  sessionId: "ses_0W3nr17v00Jd4hTz9qKsBo",
  tenantId: "tenant-42",
  occurredAt: "2026-03-06T19:30:12.480Z",
  observedAt: "2026-03-06T19:30:12.481Z",
  source: "relay" as const,
};

export const sampleTargetEvent: TargetEvent = {
  id: "evt_0W3nr1900Kx4mQz81sWvTb",
  type: "target.live",
  sequence: 4711,
  ...envelope,
  data: { target: sampleTarget, previous: { status: { state: "connecting", source: "relay" } } },
};

const { targets: _targets, ...bareStream } = sampleStream;

export const sampleStreamEvent: StreamEvent = {
  id: "evt_0W3nr17w00Hc3gSy8pJrAn",
  type: "stream.live",
  sequence: 4709,
  ...envelope,
  data: { stream: bareStream, previous: { status: { state: "idle", source: "relay" } } },
};

export const sampleEndpointEvent = {
  id: "evt_0W3nt5rK00Lv6uBz3kTyCp",
  type: "webhook_endpoint.disabled" as const,
  tenantId: "tenant-42",
  occurredAt: "2026-03-11T19:30:00.000Z",
  observedAt: "2026-03-11T19:30:00.000Z",
  data: {
    endpoint: {
      id: "whe_0W3nq2aB00Hj7tRp5cXyMd",
      url: "https://example.com/hooks/polycast?token=***",
      disabledReason: "failing",
      failingSince: "2026-03-06T19:30:00.000Z",
    },
  },
};

const rule = {
  idle: "now" as const,
  live: "now" as const,
  via: "native" as const,
  source: "https://polycast.example/docs/relay",
  evidence: "tested" as const,
};

export const sampleProvider = {
  name: "selfhost",
  provider: "selfhost",
  package: "@polycast/selfhost",
  default: true,
  capabilities: {
    target: {
      create: rule,
      delete: rule,
      enable: rule,
      disable: rule,
      restart: rule,
      update: { name: rule, destination: rule, rendition: rule },
    },
    stream: { update: rule, enable: rule, disable: rule, end: rule, rotateIngest: rule, delete: rule },
    status: {
      delivery: ["push" as const],
      states: ["disabled", "idle", "connecting", "live", "retrying", "failed"],
      reasons: true,
    },
    limits: {},
    protocols: ["rtmp" as const, "rtmps" as const, "srt" as const],
    constraints: [],
    renditions: true,
    readsKeysBack: false,
    stores: { stream: ["name" as const, "reference" as const], target: ["name" as const, "reference" as const] },
  },
  health: { state: "ok" as const, lastSuccessAt: "2026-03-06T19:31:40.002Z" },
};

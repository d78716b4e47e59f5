/** What a gateway answers, written from its contract. @module */

const at = "2026-03-01T12:00:00.000Z";

/** A target as it stands in answers and events. */
export function wireTarget(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: "tgt_1",
    streamId: "str_1",
    provider: "mux-us",
    name: "Twitch",
    destination: { redacted: true, protocol: "rtmp", host: "live.example.com" },
    enabled: true,
    rendition: "source",
    status: { state: "live", since: at, observedAt: at, source: "webhook" },
    notices: [],
    bindings: [{ provider: "mux-us", id: "T1" }],
    ...more,
  };
}

/** A stream as it stands in answers. */
export function wireStream(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: "str_1",
    provider: "mux-us",
    name: "Show",
    enabled: true,
    status: { state: "live", since: at, observedAt: at, source: "poll" },
    notices: [],
    targets: [wireTarget()],
    bindings: [{ provider: "mux-us", id: "S1" }],
    ...more,
  };
}

/** An event about a target. */
export function targetEvent(type: string, more: Record<string, unknown> = {}, target: Record<string, unknown> = {}) {
  const data = { target: wireTarget(target) };
  return { ...envelope, type: `target.${type}`, data, ...more };
}

/** An event about a stream. */
export function streamEvent(type: string, more: Record<string, unknown> = {}, stream: Record<string, unknown> = {}) {
  const { targets: _targets, ...alone } = wireStream(stream);
  return { ...envelope, type: `stream.${type}`, data: { stream: alone }, ...more };
}

const envelope = {
  id: "evt_1",
  sequence: 7,
  provider: "mux-us",
  streamId: "str_1",
  sessionId: "ses_1",
  occurredAt: at,
  observedAt: "2026-03-01T12:00:00.250Z",
  source: "webhook",
};

const rule = { idle: "now", live: "stream_idle", via: "emulated", source: "https://example.com", evidence: "tested" };

/** A capability table as it is served. */
export const wireTable = {
  target: {
    create: rule,
    delete: rule,
    enable: rule,
    disable: rule,
    restart: { ...rule, idle: "refused", live: "refused" },
    update: { name: rule, destination: rule, rendition: rule },
  },
  stream: { update: rule, enable: rule, disable: rule, end: rule, rotateIngest: rule, delete: rule },
  status: { delivery: ["webhook"], states: ["idle", "live"], reasons: true },
  limits: { targetsPerStream: 6 },
  protocols: ["rtmp"],
  constraints: [],
  renditions: false,
  readsKeysBack: false,
  stores: { stream: ["name", "reference"], target: ["name"] },
};

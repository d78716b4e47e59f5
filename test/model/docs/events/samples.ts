import type {
  EndpointEvent,
  Event,
  EventType,
  Stream,
  StreamEvent,
  StreamStatus,
  Target,
  TargetEvent,
  TargetStatus,
} from "@polycast/core";
import {
  endpointEventSchema,
  endpointEventTypes,
  eventSchema,
  streamEventTypes,
  targetEventTypes,
} from "@polycast/core/provider";

const at = "2026-03-06T19:30:12.480Z";
const before = "2026-03-06T19:30:05.020Z";
const session = { id: "ses_0W3nqzK1", startedAt: "2026-03-06T19:00:00.000Z" };

const stream: Stream = {
  id: "str_0W3nqz4h00Yb2kQx8rLmTc",
  provider: "mux",
  name: "Friday show",
  enabled: true,
  status: { state: "live", since: at, observedAt: at, source: "webhook" },
  notices: [],
  bindings: [{ provider: "mux", id: "LS1" }],
  createdAt: "2026-03-06T18:55:00.000Z",
};

const target: Target = {
  id: "tgt_0W3nqz4h01Fd9sVw3pHnKe",
  streamId: stream.id,
  provider: "mux",
  name: "Twitch",
  destination: {
    redacted: true,
    protocol: "rtmps",
    host: "live.twitch.tv",
    app: "app",
    keyHint: "…x7Qz",
    preset: "twitch",
  },
  enabled: true,
  rendition: "source",
  status: { state: "live", since: at, observedAt: at, source: "webhook", native: "broadcasting" },
  notices: [],
  bindings: [{ provider: "mux", id: "T1" }],
  createdAt: stream.createdAt,
};

const told = { sequence: 1042, provider: "mux", streamId: stream.id, occurredAt: at, observedAt: at };
const wish = { ...told, source: "api" as const };
const fact = { ...told, sessionId: session.id, source: "webhook" as const };

const streamIn = (status: Partial<StreamStatus>): Stream => ({ ...stream, status: { ...stream.status, ...status } });
const targetIn = ({ native: _native, ...status }: Partial<TargetStatus>): Target => {
  const { native: _own, ...rest } = target.status;
  return { ...target, status: { ...rest, ...status } };
};

/** What an event type's example says besides its envelope. */
type Sample<E extends Event> = Pick<E, "data"> & { of: Partial<E> };
type Samples = {
  [T in EventType]: T extends StreamEvent["type"] ? Sample<StreamEvent> : Sample<TargetEvent>;
};

const streamFact = (to: Partial<StreamStatus>, from: Partial<StreamStatus>, running = true): Sample<StreamEvent> => ({
  of: fact,
  data: {
    stream: { ...streamIn(to), ...(running ? { session } : {}) },
    previous: { status: { ...stream.status, since: before, observedAt: before, ...from } },
  },
});
const targetFact = (to: Partial<TargetStatus>, from: Partial<TargetStatus>): Sample<TargetEvent> => {
  const previous = targetIn({ since: before, observedAt: before, ...from });
  return { of: fact, data: { target: targetIn(to), previous: { status: previous.status } } };
};
const pending = { changes: ["delete" as const], applies: "stream_idle" as const, since: at };
const failed = { code: "rate_limited" as const, message: "mux: too many requests", retryable: true };
const reason = { code: "provider_reports_error" as const, message: "Mux reports an error and keeps trying." };
const refused = { code: "incompatible_media" as const, message: "Mux will not try again in this session." };

const samples: Samples = {
  "stream.created": { of: wish, data: { stream: streamIn({ state: "idle", source: "api" }) } },
  "stream.updated": {
    of: wish,
    data: { stream: { ...stream, name: "Saturday show" }, changed: ["name"], previous: { name: "Friday show" } },
  },
  "stream.deleted": { of: wish, data: { stream: streamIn({ state: "idle" }) } },
  "stream.live": streamFact({ state: "live" }, { state: "idle" }),
  "stream.reconnecting": streamFact({ state: "reconnecting" }, { state: "live" }),
  "stream.ended": streamFact({ state: "idle" }, { state: "live" }, false),
  "stream.idle": { ...streamFact({ state: "idle" }, { state: "disabled" }, false), of: { ...told, source: "webhook" } },
  "stream.disabled": streamFact({ state: "disabled" }, { state: "live" }, false),
  "stream.warning": {
    of: fact,
    data: {
      stream: { ...stream, session },
      notice: { code: "custom_slate_unavailable", message: "The reconnect slate could not be downloaded." },
    },
  },
  "target.created": { of: wish, data: { target: targetIn({ state: "idle", source: "api" }) } },
  "target.updated": {
    of: wish,
    data: { target: { ...target, name: "Twitch EU" }, changed: ["name"], previous: { name: "Twitch" } },
  },
  "target.deleted": { of: wish, data: { target: targetIn({ state: "idle" }) } },
  "target.change_pending": { of: wish, data: { target: { ...target, pending } } },
  "target.change_applied": { of: wish, data: { target } },
  "target.change_failed": { of: wish, data: { target: { ...target, pending: { ...pending, error: failed } } } },
  "target.disabled": targetFact({ state: "disabled" }, { state: "live" }),
  "target.idle": targetFact({ state: "idle" }, { state: "live" }),
  "target.connecting": targetFact({ state: "connecting" }, { state: "idle" }),
  "target.live": {
    ...targetFact({}, { state: "connecting" }),
    data: { target, previous: { status: targetIn({ state: "connecting", since: before, observedAt: before }).status } },
  },
  "target.retrying": targetFact({ state: "retrying", reason }, { state: "live" }),
  "target.failed": targetFact({ state: "failed", reason: refused }, { state: "connecting" }),
  "target.unknown": targetFact({ state: "unknown" }, { state: "connecting" }),
  "target.warning": {
    of: fact,
    data: {
      target,
      notice: { code: "keyframe_interval_too_long", message: "A keyframe comes every 4 s: send one every 2 s." },
    },
  },
};

/** One valid example of each event type of streams and targets. @throws ZodError when one is not what the model says */
export const sampleEvents: ReadonlyMap<EventType, Event> = new Map(
  [...streamEventTypes, ...targetEventTypes].map((type, index) => {
    const { of, data } = samples[type];
    const id = `evt_0W3nr${String(index).padStart(2, "0")}00Kx4mQz81sWvT`;
    return [type, eventSchema.parse({ id, type, ...of, data })];
  }),
);

/** The same of what the gateway tells of its own webhook endpoints. */
export const sampleEndpointEvents: ReadonlyMap<EndpointEvent["type"], EndpointEvent> = new Map(
  endpointEventTypes.map((type) => [
    type,
    endpointEventSchema.parse({
      id: "evt_0W3nr9900Kx4mQz81sWvTa",
      type,
      tenantId: "tenant-42",
      occurredAt: at,
      observedAt: at,
      data: {
        endpoint: {
          id: "whe_0W3nq2aB00Hj7tRp5cXyMd",
          url: "https://example.com/hooks/polycast?token=***",
          disabledReason: "failing",
          failingSince: "2026-03-01T19:30:00.000Z",
        },
      },
    }),
  ]),
);

/** An example as the documentation shows it: what it is comes first. */
export function exampleOf({ id, type, ...rest }: Event | EndpointEvent): string {
  return `\`\`\`json\n${JSON.stringify({ id, type, ...rest }, null, 2)}\n\`\`\``;
}

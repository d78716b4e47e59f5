import { createWebhookSender, type SendingWebhookSender } from "../kernel/webhook-sender.ts";
import { newEventId, newId, newSigningSecret } from "./ids.ts";
import type { ResolvedMuxSettings } from "./settings.ts";
import { muxSignature } from "./sign.ts";
import type { MuxStream, MuxTarget } from "./store.ts";
import { streamToEventData, targetToWire } from "./to-wire.ts";

export type StreamEvent =
  | "created"
  | "connected"
  | "recording"
  | "active"
  | "disconnected"
  | "idle"
  | "updated"
  | "enabled"
  | "disabled"
  | "deleted"
  | "warning";
export type TargetEvent = "created" | "idle" | "starting" | "broadcasting" | "errored" | "deleted" | "updated";

/** An endpoint that gets all events of the environment. */
export type MuxWebhook = { id: string; address: string; createdAt: number; enabled: boolean; secret: string };

export type MuxWebhooks = {
  endpoints: Map<string, MuxWebhook>;
  sender: SendingWebhookSender<{ id: string; url: string; secret: string }, { id: string; type: string; body: string }>;
  add(address: string, secret?: string): MuxWebhook;
  stream(event: StreamEvent, stream: MuxStream): void;
  warning(stream: MuxStream, warning: { type: string; message: string }): void;
  target(event: TargetEvent, stream: MuxStream, target: MuxTarget): void;
  reset(): void;
};

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Growing waits that end within the documented 24 hours; the steps are assumed. */
const RETRIES = [
  10 * SECOND,
  30 * SECOND,
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  ...[1, 2, 4, 8, 8].map((n) => n * HOUR),
];

/** Events in the envelope of Mux, each endpoint with a secret of its own. An attempt that takes 5 s has failed. */
export function createMuxWebhooks(settings: ResolvedMuxSettings): MuxWebhooks {
  const { clock, fetch, quirks } = settings;
  const endpoints = new Map<string, MuxWebhook>();
  const sender: MuxWebhooks["sender"] = createWebhookSender({
    clock,
    fetch,
    timeoutMs: 5 * SECOND,
    retry: (attempt, { status = 0 }) => (status >= 200 && status < 300 ? undefined : RETRIES[attempt - 1]),
    sign: async ({ body }, { secret }, atMs) => ({
      headers: { "content-type": "application/json", "mux-signature": await muxSignature(secret, body, atMs) },
      body,
    }),
  });

  function emit(type: string, object: { type: string; id: string }, data: Record<string, unknown>): void {
    const id = newEventId();
    const body = JSON.stringify({
      type,
      id,
      created_at: new Date(clock.now()).toISOString().replace("Z", "000Z"),
      object,
      environment: muxEnvironment,
      data,
      request_id: null,
      ...(quirks.withoutAttempts ? {} : { attempts: [] }),
      accessor: null,
      accessor_source: null,
    });
    for (const { id: endpointId, address, enabled, secret } of endpoints.values()) {
      if (enabled) sender.send({ id: endpointId, url: address, secret }, { id, type, body });
    }
  }

  function add(address: string, secret = newSigningSecret()): MuxWebhook {
    const webhook = { id: newId(), address, createdAt: clock.now(), enabled: true, secret };
    endpoints.set(webhook.id, webhook);
    return webhook;
  }

  function fill(): void {
    endpoints.clear();
    for (const { url, secret } of settings.webhooks) add(url, secret);
  }
  fill();

  const streamObject = (id: string) => ({ type: quirks.sampleEvents ? "live-stream" : "live", id });
  return {
    endpoints,
    sender,
    add,
    stream(event, stream) {
      const data = streamToEventData(stream);
      const odd = quirks.sampleEvents && ["connected", "recording", "disconnected", "deleted"].includes(event);
      emit(`video.live_stream.${event}`, streamObject(stream.id), odd ? { ...data, status: event } : data);
    },
    warning(stream, warning) {
      const { id, stream_key, active_asset_id, status, passthrough } = streamToEventData(stream);
      const data = { id, stream_key, active_asset_id, status, passthrough, warning };
      emit("video.live_stream.warning", streamObject(stream.id), data);
    },
    target(event, stream, target) {
      const { error_severity, ...data } = targetToWire(target);
      const severity = error_severity === undefined || quirks.sampleEvents ? {} : { error_severity };
      const parent = quirks.withoutLiveStreamId || quirks.sampleEvents ? {} : { live_stream_id: stream.id };
      const odd = quirks.sampleEvents && event === "deleted" ? { status: "deleted" } : {};
      emit(
        `video.live_stream.simulcast_target.${event}`,
        { type: "simulcast-target", id: target.id },
        { ...data, ...severity, ...odd, ...parent },
      );
    },
    reset() {
      sender.reset();
      fill();
    },
  };
}

/** The environment that the token belongs to. */
export const muxEnvironment: { name: string; id: string } = { name: "Development", id: "simenv" };

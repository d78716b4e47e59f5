import { randomHex } from "../kernel/ids.ts";
import type { Clock } from "../kernel/types.ts";
import { createWebhookSender, type SendingWebhookSender } from "../kernel/webhook-sender.ts";
import type { StreamChange } from "./session.ts";
import type { Store, StreamRecord } from "./store.ts";

type Endpoint = { id: string; url: string };
/** `id` is for the log of deliveries; it does not go over the wire. */
type Alert = { id: string; type: `stream.${StreamChange}`; liveStream: { _id: string; name: string }; at: number };

/** What sends Castr's webhooks. */
export type AlertSender = SendingWebhookSender<Endpoint, Alert>;

/**
 * Castr's help centre names two events, a stream's start and its end, and one URL per stream; there are none for
 * platforms. Payload, event names, retries and timeout are found nowhere. Assumed is what helps a receiver least: no
 * signature, no event id, one attempt.
 */
export function createAlertSender(options: { clock: Clock; fetch?: typeof globalThis.fetch | undefined }): AlertSender {
  return createWebhookSender<Endpoint, Alert>({
    ...options,
    sign: async ({ type, liveStream, at }) => ({
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ event: type, live_stream: liveStream, time: new Date(at).toISOString() }),
    }),
    retry: () => undefined,
    timeoutMs: 10_000,
  });
}

/** Tells the stream's own URL and every enabled webhook endpoint that is for this stream or for all. */
export function tellHooks(
  sender: AlertSender,
  store: Store,
  stream: StreamRecord,
  change: StreamChange,
  at: number,
): void {
  const liveStream = { _id: stream.id, name: stream.name };
  const alert: Alert = { id: randomHex(24), type: `stream.${change}`, liveStream, at };
  if (stream.alertUrl !== undefined) sender.send({ id: `alert_${stream.id}`, url: stream.alertUrl }, alert);
  for (const { id, url, enabled, liveStream: only } of store.hooks.values()) {
    if (enabled && (only === undefined || only === stream.id)) sender.send({ id, url }, alert);
  }
}

/** For the tests of apps that receive Livepeer's webhooks. @module */
import { hmacSha256, toHex } from "@polycast/core/provider";

/** An event as Livepeer sends it; what is left out is made up. */
export type LivepeerTestEvent = {
  /** E.g. `multistream.connected`. */
  event: string;
  id?: string;
  webhookId?: string;
  /** The snapshot of the stream; at least its id. */
  stream?: { id: string } & Record<string, unknown>;
  /** E.g. `{ target: { id, name, profile } }`. */
  payload?: Record<string, unknown>;
};

/**
 * A webhook request signed as Livepeer signs it.
 *
 * ```ts
 * const request = await signedRequest({ event: "stream.idle", stream: { id: "s1" } }, { secret: "whsec" });
 * ```
 *
 * @param options.url default `https://example.com/webhooks/livepeer`
 * @param options.at when it happened and was sent; default now
 */
export async function signedRequest(
  event: LivepeerTestEvent,
  options: { secret: string; url?: string; at?: Date },
): Promise<Request> {
  const at = (options.at ?? new Date()).getTime();
  const body = JSON.stringify({
    id: event.id ?? crypto.randomUUID(),
    webhookId: event.webhookId ?? crypto.randomUUID(),
    createdAt: at,
    timestamp: at,
    event: event.event,
    stream: event.stream,
    payload: event.payload,
  });
  const signature = toHex(await hmacSha256(options.secret, new TextEncoder().encode(body)));
  return new Request(options.url ?? "https://example.com/webhooks/livepeer", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "user-agent": "livepeer.studio",
      "livepeer-signature": `t=${at},v1=${signature}`,
    },
    body,
  });
}

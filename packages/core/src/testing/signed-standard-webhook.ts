import { Secret } from "../redaction/secret.ts";
import { signStandardWebhook, standardHeaders } from "../webhooks/standard-webhooks.ts";

export type StandardWebhookOptions = {
  /** The endpoint's secret, `whsec_…`. */
  secret: string;
  /** Where it is sent to. Default `https://app.example/webhooks/polycast`. */
  url?: string;
  /** When it is sent. Default: now. */
  at?: Date;
  /** Default: the event's own, else one that is made up. */
  id?: string;
};

/**
 * A webhook as a Polycast gateway sends it, signed by Standard Webhooks 1.0.
 *
 * ```ts
 * const request = await signedStandardWebhook(event, { secret });
 * expect((await POST(request)).status).toBe(200);
 * ```
 *
 * @param event the body: an object, or the text of one where its bytes matter
 */
export async function signedStandardWebhook(
  event: object | string,
  { secret, url = "https://app.example/webhooks/polycast", at = new Date(), id = idOf(event) }: StandardWebhookOptions,
): Promise<Request> {
  const body = typeof event === "string" ? event : JSON.stringify(event);
  const timestamp = Math.floor(at.getTime() / 1_000);
  const message = { id, timestamp, body: new TextEncoder().encode(body) };
  const headers = {
    "content-type": "application/json",
    [standardHeaders.id]: id,
    [standardHeaders.timestamp]: String(timestamp),
    [standardHeaders.signature]: await signStandardWebhook(message, [new Secret(secret)]),
  };
  return new Request(url, { method: "POST", headers, body });
}

function idOf(event: object | string): string {
  const id: unknown = typeof event === "object" && "id" in event ? event.id : undefined;
  return typeof id === "string" ? id : `evt_${crypto.randomUUID()}`;
}

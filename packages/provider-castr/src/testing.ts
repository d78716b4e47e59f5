/** What app authors test their receiver of Castr's webhooks with. @module */
export type { WebhookDelivery } from "@polycast/core/provider";

export type WebhookRequestOptions = {
  /** One of the adapter's `webhookTokens`, where it has some. */
  token?: string;
  /** Where Castr would send it to. Default `https://example.com/webhooks/castr`. */
  url?: string;
};

/**
 * A webhook as Castr might send it. Castr signs nothing, and its body is described nowhere: any JSON will do.
 *
 * ```ts
 * const request = await signedRequest({ event: "stream.started" }, { token });
 * ```
 */
export async function signedRequest(event: unknown, options: WebhookRequestOptions = {}): Promise<Request> {
  const url = new URL(options.url ?? "https://example.com/webhooks/castr");
  if (options.token !== undefined) url.searchParams.set("token", options.token);
  return new Request(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(event),
  });
}

/** For the tests of apps that receive Mux's webhooks. @module */
import { hmacSha256, prefixBytes, toHex } from "@polycast/core/provider";

/** How a request for a test is made. */
export type SignedRequestOptions = {
  /** The signing secret that the receiver knows. */
  secret: string;
  /** Where it is sent to. Default `http://localhost/webhooks/mux`. */
  url?: string;
  /** When it is signed. Default: now. */
  at?: Date;
};

/**
 * A webhook as Mux sends it, rightly signed.
 *
 * ```ts
 * const request = await signedRequest(event, { secret });
 * expect((await POST(request)).status).toBe(200);
 * ```
 *
 * @param event the body: an object, or the text of one where its bytes matter
 */
export async function signedRequest(event: object | string, options: SignedRequestOptions): Promise<Request> {
  const { secret, url = "http://localhost/webhooks/mux", at = new Date() } = options;
  const body = typeof event === "string" ? event : JSON.stringify(event);
  const seconds = Math.floor(at.getTime() / 1_000);
  const signature = await hmacSha256(secret, prefixBytes(`${seconds}.`, new TextEncoder().encode(body)));
  const headers = { "content-type": "application/json", "mux-signature": `t=${seconds},v1=${toHex(signature)}` };
  return new Request(url, { method: "POST", headers, body });
}

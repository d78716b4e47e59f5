import type { WebhookDelivery } from "../contract/webhooks.ts";
import { MultistreamError } from "../errors/multistream-error.ts";

/** As much as `readJsonBody` takes: far more than any provider sends. */
const MAX_BYTES = 1_024 * 1_024;

/**
 * The raw bytes of a request. Undefined when there are too many: what a `content-length` promises is not relied on.
 *
 * @throws MultistreamError `invalid_argument` when somebody has read the body already
 * @throws what the body throws when the connection breaks
 */
export async function readDelivery(
  request: Request,
  maxBytes: number = MAX_BYTES,
): Promise<WebhookDelivery | undefined> {
  if (request.bodyUsed) throw readAlready();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done || !value) break;
    length += value.byteLength;
    if (length > maxBytes) {
      reader?.cancel().catch(ignore);
      return undefined;
    }
    chunks.push(value);
  }
  const body = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.byteLength;
  }
  return { url: request.url, headers: request.headers, body };
}

function readAlready(): MultistreamError {
  return new MultistreamError("invalid_argument", "The body of this request was read already.", {
    hint: "Give the receiver the request before anything parses it: a signature holds for the raw bytes only.",
  });
}

function ignore(): void {
  // It is refused; how its connection ends says nothing more.
}

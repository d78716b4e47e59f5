import { WebhookVerificationError } from "../errors/webhook-verification-error.ts";

const DEFAULT_MAX_BYTES = 1_024 * 1_024;

/**
 * Parses the raw body of a webhook: UTF-8 without a byte order mark, JSON, at most 1 MiB by default.
 *
 * @throws WebhookVerificationError `malformed_body`, which repeats nothing of it
 */
export function readJsonBody(bytes: Uint8Array, options: { provider: string; maxBytes?: number | undefined }): unknown {
  const malformed = new WebhookVerificationError("malformed_body", { provider: options.provider });
  if (bytes.byteLength > (options.maxBytes ?? DEFAULT_MAX_BYTES)) throw malformed;
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw malformed;
  }
}

import { WebhookVerificationError } from "../errors/webhook-verification-error.ts";

const DEFAULT_MAX_BYTES = 1_024 * 1_024;

/**
 * Parses the raw body of a webhook: UTF-8 without a byte order mark, JSON, at most 1 MiB by default.
 *
 * @throws WebhookVerificationError `malformed_body`, which repeats nothing of it
 */
export function readJsonBody(bytes: Uint8Array, options: { provider: string; maxBytes?: number | undefined }): unknown {
  if (bytes.byteLength > (options.maxBytes ?? DEFAULT_MAX_BYTES)) throw malformed(options.provider);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw malformed(options.provider);
  }
}

/** Made only when it is thrown: its stack trace costs more than everything else here. */
function malformed(provider: string): WebhookVerificationError {
  return new WebhookVerificationError("malformed_body", { provider });
}

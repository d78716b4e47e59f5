import { MultistreamError } from "../errors/multistream-error.ts";
import { Secret } from "../redaction/secret.ts";
import { fromBase64 } from "./bytes.ts";

const PREFIX = "whsec_";
const MIN_BYTES = 24;
const MAX_BYTES = 64;

/**
 * The key in a secret of Standard Webhooks: `whsec_`, and 24 to 64 bytes in base64.
 *
 * @throws MultistreamError `invalid_argument`, which repeats nothing of it
 */
export function readStandardSecret(secret: Secret<string>): Secret<Uint8Array> {
  const text = secret.reveal();
  const key = text.startsWith(PREFIX) ? fromBase64(text.slice(PREFIX.length)) : undefined;
  if (key && key.length >= MIN_BYTES && key.length <= MAX_BYTES) return new Secret(key);
  throw new MultistreamError("invalid_argument", "A webhook secret is not one of Standard Webhooks.", {
    hint: "Give it as it was shown: `whsec_` and 24 to 64 bytes in base64.",
  });
}

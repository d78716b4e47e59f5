import type { Secret } from "../redaction/secret.ts";
import { equalBytes } from "./bytes.ts";
import { nodeHmac } from "./node-hmac.ts";
import { webHmac } from "./web-hmac.ts";

let hmac: ReturnType<typeof nodeHmac> | ReturnType<typeof webHmac>;

/**
 * HMAC-SHA256: by Node's `crypto` where there is one, else by WebCrypto.
 *
 * @param key bytes, or a text in UTF-8; not empty
 */
export async function hmacSha256(key: string | Uint8Array, bytes: Uint8Array): Promise<Uint8Array> {
  hmac ??= nodeHmac() ?? webHmac();
  return hmac(key, bytes);
}

/**
 * Was one of the signatures made with one of the secrets, over these bytes? All are compared, in constant time. Empty
 * secrets match nothing.
 */
export async function anySignatureMatches(
  secrets: readonly Secret<string | Uint8Array>[],
  bytes: Uint8Array,
  signatures: readonly Uint8Array[],
): Promise<boolean> {
  const usable = secrets.map((secret) => secret.reveal()).filter((secret) => secret.length > 0);
  const expected = await Promise.all(usable.map((secret) => hmacSha256(secret, bytes)));
  const matches = expected.flatMap((own) => signatures.map((signature) => equalBytes(own, signature)));
  return matches.includes(true);
}

import type { Secret } from "../redaction/secret.ts";
import { equalBytes } from "./bytes.ts";

const ALGORITHM = { name: "HMAC", hash: "SHA-256" };

/** HMAC-SHA256 by WebCrypto. @param secret as UTF-8 text, not empty */
export async function hmacSha256(secret: string, bytes: Uint8Array): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(secret), ALGORITHM, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign(ALGORITHM.name, key, new Uint8Array(bytes)));
}

/**
 * Was one of the signatures made with one of the secrets, over these bytes? All are compared, in constant time. Empty
 * secrets match nothing.
 */
export async function anySignatureMatches(
  secrets: readonly Secret<string>[],
  bytes: Uint8Array,
  signatures: readonly Uint8Array[],
): Promise<boolean> {
  const usable = secrets.map((secret) => secret.reveal()).filter((secret) => secret !== "");
  const expected = await Promise.all(usable.map((secret) => hmacSha256(secret, bytes)));
  const matches = expected.flatMap((own) => signatures.map((signature) => equalBytes(own, signature)));
  return matches.includes(true);
}

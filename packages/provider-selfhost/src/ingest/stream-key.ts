import { createHash, randomBytes } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const LENGTH = 32;

/** A new ingest key: `ik_` and 32 characters of base 62, 190 bits. */
export function createStreamKey(): string {
  let key = "ik_";
  while (key.length < LENGTH + 3) {
    for (const byte of randomBytes(LENGTH)) {
      // 248 is the largest multiple of 62 in a byte: above it, some characters would be likelier than others.
      if (byte < 248 && key.length < LENGTH + 3) key += ALPHABET.charAt(byte % 62);
    }
  }
  return key;
}

/** What the relay knows a key by: its SHA-256. The keys are random, so nothing slower is needed. */
export function hashStreamKey(streamKey: string): string {
  return createHash("sha256").update(streamKey).digest("hex");
}

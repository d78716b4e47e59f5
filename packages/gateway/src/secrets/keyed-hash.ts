import { createHmac, createSecretKey } from "node:crypto";

/** Turns a secret into what it is found by: equal secrets give equal hashes, and without the key none can be tried. */
export type KeyedHash = (secret: string) => string;

/** HMAC-SHA-256, hexadecimal. */
export function createKeyedHash(bytes: Buffer): KeyedHash {
  const key = createSecretKey(bytes);
  return (secret) => createHmac("sha256", key).update(secret, "utf8").digest("hex");
}

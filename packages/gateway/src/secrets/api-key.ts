import { hash } from "node:crypto";
import { randomBase62 } from "./base62.ts";

/** `pcsk_` and 43 random digits and letters: 256 bits. */
const PREFIX = "pcsk_";
const RANDOM_LENGTH = 43;

/** What is taken for a key: our own, or one that somebody made with another generator. */
export const apiKeyPattern: RegExp = /^pcsk_[\w-]{32,200}$/u;

/** Makes a key. It is shown once and never stored. */
export function newApiKey(): string {
  return PREFIX + randomBase62(RANDOM_LENGTH);
}

/** What is stored of a key: SHA-256, hexadecimal. A plain hash suffices, because a random key cannot be guessed. */
export function hashApiKey(key: string): string {
  return hash("sha256", key, "hex");
}

import { hash } from "node:crypto";
import { randomBase62 } from "./base62.ts";

/** `pcsk_` and 43 random digits and letters: 256 bits. */
const PREFIX = "pcsk_";
const RANDOM_LENGTH = 43;

/** What is taken for a key: our own, or one that somebody has chosen. */
export const apiKeyPattern: RegExp = /^[!-~]{8,256}$/u;

/** Shorter ones can be guessed, since a plain hash is quick to compute. */
const STRONG_LENGTH = 32;

/** Is it too short to withstand guessing? */
export function isWeakApiKey(key: string): boolean {
  return key.length < STRONG_LENGTH;
}

/** Makes a key. It is shown once and never stored. */
export function newApiKey(): string {
  return PREFIX + randomBase62(RANDOM_LENGTH);
}

/** What is stored of a key: SHA-256, hexadecimal. A plain hash suffices, because a random key cannot be guessed. */
export function hashApiKey(key: string): string {
  return hash("sha256", key, "hex");
}

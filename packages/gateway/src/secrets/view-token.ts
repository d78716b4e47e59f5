import { hash } from "node:crypto";
import { randomBase62 } from "./base62.ts";

/** `pcvt_` and 43 random digits and letters: 256 bits. */
const PREFIX = "pcvt_";
const RANDOM_LENGTH = 43;

const pattern = new RegExp(`^${PREFIX}[0-9A-Za-z]{${RANDOM_LENGTH}}$`, "u");

/** Makes a token that lets a browser follow one stream. It is answered once; only its hash is stored. */
export function newViewToken(): { token: string; hash: string } {
  const token = PREFIX + randomBase62(RANDOM_LENGTH);
  return { token, hash: sha256(token) };
}

/** What is stored of a token: SHA-256, hexadecimal. Absent for what cannot be one. */
export function hashViewToken(token: string): string | undefined {
  return pattern.test(token) ? sha256(token) : undefined;
}

/** A plain hash suffices, because a random token cannot be guessed. */
function sha256(token: string): string {
  return hash("sha256", token, "hex");
}

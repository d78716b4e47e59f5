import { toHex } from "@polycast/core/provider";

/** What a gateway takes as a key. */
const FITS = /^[ -~]{1,255}$/u;

/**
 * The `Idempotency-Key` of a call: one of its own, or the caller's with the path behind it, since callers may use one key
 * for calls of several kinds. One that is too long for a header, or not printable, goes as its hash.
 */
export async function idempotencyKeyOf(given: string | undefined, path: string): Promise<string> {
  if (given === undefined) return crypto.randomUUID();
  const key = `${given} ${path}`;
  if (FITS.test(key)) return key;
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key));
  return `sha256-${toHex(new Uint8Array(hash))}`;
}

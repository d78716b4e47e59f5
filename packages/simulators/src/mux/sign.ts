import { hmacSha256Hex } from "../kernel/hmac.ts";

/**
 * The value of `Mux-Signature`: `t=<unix seconds>,v1=<HMAC-SHA256 of "<t>.<body>", lower-case hexadecimal>`. The secret is
 * used as it is written.
 *
 * @see https://www.mux.com/docs/core/verify-webhook-signatures
 */
export async function muxSignature(secret: string, body: string, atMs: number): Promise<string> {
  const t = Math.floor(atMs / 1000);
  return `t=${t},v1=${await hmacSha256Hex(secret, `${t}.${body}`)}`;
}

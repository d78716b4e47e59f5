import { hmacSha256Hex } from "../kernel/hmac.ts";

/**
 * The value of `livepeer-signature`. Only the body is signed; `t` (milliseconds) is not, but the body says it again.
 *
 * @param atMs milliseconds since 1970
 */
export async function signatureOf(secret: string, body: string, atMs: number): Promise<string> {
  return `t=${atMs},v1=${await hmacSha256Hex(secret, body)}`;
}

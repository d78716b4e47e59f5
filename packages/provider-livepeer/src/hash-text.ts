import { toHex } from "@polycast/core/provider";

/** SHA-256 in hex. Of an address it can confirm a guessed key: to be compared, not shown. */
export async function hashText(text: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
}

import { toHex } from "../webhooks/bytes.ts";

/** A SHA-256 of an input: the same for equal ones, in whichever order their fields are. It shows no secret of them. */
export async function fingerprintOf(input: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(input, sorted));
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

function sorted(_name: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

import { RecentMap } from "../values/recent-map.ts";

const HMAC = { name: "HMAC", hash: "SHA-256" };
/** Keys that stay imported; the one that was imported longest ago gives way. */
const MAX_KEYS = 100;

/** HMAC-SHA256 by WebCrypto, which every platform has. A key is imported once; a text is one in UTF-8. */
export function webHmac(
  maxKeys: number = MAX_KEYS,
): (key: string | Uint8Array, bytes: Uint8Array) => Promise<Uint8Array> {
  const keys = new RecentMap<string, Promise<CryptoKey>>(maxKeys);
  return async (key, bytes) => {
    const raw = typeof key === "string" ? new TextEncoder().encode(key) : new Uint8Array(key);
    const name = raw.join();
    const imported = keys.get(name) ?? crypto.subtle.importKey("raw", raw, HMAC, false, ["sign"]);
    if (!keys.has(name)) keys.set(name, imported);
    return new Uint8Array(await crypto.subtle.sign("HMAC", await imported, new Uint8Array(bytes)));
  };
}

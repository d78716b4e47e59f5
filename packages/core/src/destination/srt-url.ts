import { defined } from "../values/defined.ts";
import type { ResolvedSrtDestination } from "./resolved-destination.ts";
import { formatHost } from "./server-address.ts";

/**
 * An SRT destination as one URL, parameters percent-encoded and in lower case, which most servers insist on. Holds the
 * credential.
 */
export function srtUrl({ streamId, passphrase, latencyMs, pbKeyLength, ...address }: ResolvedSrtDestination): string {
  const given = defined({ streamid: streamId, passphrase, latency: latencyMs, pbkeylen: pbKeyLength });
  const parameters = Object.entries(given).map(
    ([name, value]) => `${name}=${encodeURIComponent(String(value).toWellFormed())}`,
  );
  const query = parameters.length === 0 ? "" : `?${parameters.join("&")}`;
  return `srt://${formatHost(address)}${query}`;
}

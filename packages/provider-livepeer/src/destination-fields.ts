import {
  type Destination,
  readStoredDestination,
  type RedactedDestination,
  redactDestination,
  resolveDestination,
  sameDestination,
  srtUrl,
} from "@polycast/core/provider";

/**
 * A destination as Livepeer takes it: one URL that holds the key.
 *
 * RTMP(S): the key is the last segment, queries stay where they are; the scheme is in lower case, which the server
 * insists on. SRT: parameters are percent-encoded, `streamid` in lower case, which most servers insist on.
 *
 * @throws MultistreamError `invalid_argument`
 */
export function toUrl(destination: Destination): { url: string; secrets: string[] } {
  const resolved = resolveDestination(destination);
  if (resolved.protocol !== "srt") {
    const url = `${resolved.tcUrl}/${resolved.streamKey}`;
    return { url, secrets: [url, resolved.streamKey] };
  }
  const url = srtUrl(resolved);
  return { url, secrets: [url, resolved.streamId, resolved.passphrase].filter((secret) => secret !== undefined) };
}

/** What may be shown of a URL that Livepeer answered. Undefined where it is none of ours. */
export function redactUrl(url: string): RedactedDestination | undefined {
  const destination = readStoredDestination(url);
  return destination && redactDestination(destination);
}

/** Does this URL, which Livepeer answered, lead to the destination? */
export function leadsTo(url: string, destination: Destination): boolean {
  const stored = readStoredDestination(url);
  return stored !== undefined && sameDestination(stored, destination);
}

import {
  type Destination,
  MultistreamError,
  readStoredDestination,
  type RedactedDestination,
  redactDestination,
  resolveDestination,
  sameDestination,
  srtUrl,
} from "@polycast/core/provider";

/** What Livepeer takes for a URI (RFC 3986). */
const URI = /^\w+:(?:\/\/(?:[^/?#@]*@)?\[[\d.:a-f]+\])?(?:[\w!#$&'()*+,./:;=?@~-]|%[\da-f]{2})*$/iu;

/**
 * A destination as Livepeer takes it: one URL that holds the key.
 *
 * RTMP(S): the key is the last segment, queries stay where they are; the scheme is in lower case, which the server
 * insists on. SRT: parameters are percent-encoded, `streamid` in lower case, which most servers insist on.
 *
 * @param path of the destination in the caller's input
 * @throws MultistreamError `invalid_argument`
 */
export function toUrl(destination: Destination, path = "destination"): { url: string; secrets: string[] } {
  const resolved = resolveDestination(destination, path);
  if (resolved.protocol !== "srt") {
    const url = `${resolved.tcUrl}/${resolved.streamKey}`;
    if (!URI.test(url)) throw noUri(path);
    return { url, secrets: [url, resolved.streamKey] };
  }
  const url = srtUrl(resolved);
  return { url, secrets: [url, resolved.streamId, resolved.passphrase].filter((secret) => secret !== undefined) };
}

function noUri(path: string): MultistreamError {
  const message = "must be a URI together with its key: no spaces, quotes, <>, [], {}, nor % without two digits";
  return new MultistreamError("invalid_argument", "livepeer: the destination and its key make no URI.", {
    provider: "livepeer",
    issues: [{ path, message }],
    hint: "Use a key without such characters, or a provider that takes them.",
  });
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

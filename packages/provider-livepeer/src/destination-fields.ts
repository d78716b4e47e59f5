import {
  type Destination,
  destinationSchema,
  hashDestinationIdentity,
  type RedactedDestination,
  redactDestination,
  resolveDestination,
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
  const { streamId, passphrase, latencyMs, pbKeyLength } = resolved;
  const host = resolved.host.includes(":") ? `[${resolved.host}]` : resolved.host;
  const parameters = Object.entries({ streamid: streamId, passphrase, latency: latencyMs, pbkeylen: pbKeyLength })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value).toWellFormed())}`);
  const query = parameters.length === 0 ? "" : `?${parameters.join("&")}`;
  const url = `srt://${host}:${resolved.port}${query}`;
  return { url, secrets: [url, streamId, passphrase].filter((secret) => secret !== undefined) };
}

/** What may be shown of a URL that Livepeer answered. Undefined where it is none of ours. */
export function redactUrl(url: string): RedactedDestination | undefined {
  const destination = destinationSchema.safeParse({ url });
  return destination.success ? redactDestination(destination.data) : undefined;
}

/** Does this URL, which Livepeer answered, lead to the destination? */
export async function leadsTo(url: string, destination: Destination): Promise<boolean> {
  const stored = destinationSchema.safeParse({ url });
  if (!stored.success) return false;
  const [one, other] = await Promise.all([
    hashDestinationIdentity(stored.data).catch(() => undefined),
    hashDestinationIdentity(destination),
  ]);
  return one === other;
}

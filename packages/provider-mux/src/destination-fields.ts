import {
  type Destination,
  presetNameOf,
  readStoredDestination,
  type RedactedDestination,
  redactStoredDestination,
  resolveDestination,
  sameDestination,
  srtUrl,
} from "@polycast/core/provider";

/** Where a simulcast target sends, in Mux's words. Holds the credential: never log it. */
export type DestinationFields = { url: string; stream_key?: string };

const RTMPS_PORT = 443;

/**
 * A destination as Mux takes it: server URL and key apart for RTMP(S), the whole connection string for SRT.
 * An RTMPS URL always names its port, since the default that Mux takes is not documented.
 *
 * @throws MultistreamError `invalid_argument`
 */
export function toDestinationFields(destination: Destination, path = "destination"): DestinationFields {
  const resolved = resolveDestination(destination, path);
  if (resolved.protocol === "srt") return { url: srtUrl(resolved) };
  const { protocol, port, tcUrl, streamKey } = resolved;
  const url = protocol === "rtmps" && port === RTMPS_PORT ? withPort(tcUrl, port) : tcUrl;
  return { url, stream_key: streamKey };
}

/** The same as Mux answers it. */
export type ReadFields = { url: string; stream_key?: string | null | undefined };

/** What of these fields must appear nowhere. A secret in a query may come back decoded. */
export function secretsOf({ url, stream_key }: ReadFields): string[] {
  const values = url.startsWith("srt:") ? [...new URLSearchParams(url.slice(url.indexOf("?") + 1)).values()] : [];
  return [url, stream_key ?? "", ...values].filter((secret) => secret.length > 3);
}

/** What may be shown of where a target sends. Never throws. */
export function redactFields(fields: ReadFields): RedactedDestination {
  return redactStoredDestination(readDestination(fields), fields.url);
}

/** A target's fields as a destination: as a preset where they are exactly its server. Holds the credential. */
export function readDestination({ url, stream_key }: ReadFields): Destination | undefined {
  const read = readStoredDestination(url, stream_key);
  const preset = read && presetNameOf(read);
  if (!preset || !stream_key) return read;
  const asPreset: Destination = { preset, streamKey: stream_key };
  return sameDestination(asPreset, read) ? asPreset : read;
}

function withPort(tcUrl: string, port: number): string {
  return tcUrl.replace(/^\w+:\/\/[^/]+/u, `$&:${port}`);
}

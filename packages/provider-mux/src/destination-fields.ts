import {
  type Destination,
  destinationSchema,
  presetNameOf,
  type RedactedDestination,
  redactDestination,
  resolveDestination,
  type ResolvedDestination,
  type ResolvedSrtDestination,
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
  const destination = readDestination(fields);
  if (destination) return redactDestination(destination);
  const scheme = /^(rtmps|srt):/iu.exec(fields.url)?.[1]?.toLowerCase();
  return { redacted: true, protocol: scheme === "rtmps" || scheme === "srt" ? scheme : "rtmp", host: "" };
}

/** A target's fields as a destination: as a preset where they are exactly its server. Holds the credential. */
export function readDestination({ url, stream_key }: ReadFields): Destination | undefined {
  const key = stream_key ? { streamKey: stream_key } : {};
  const read = destinationSchema.safeParse(url.toLowerCase().startsWith("srt:") ? { url } : { url, ...key });
  if (!read.success) return undefined;
  const preset = presetNameOf(read.data);
  if (!preset || !stream_key) return read.data;
  const asPreset: Destination = { preset, streamKey: stream_key };
  return isSameDestination(asPreset, read.data) ? asPreset : read.data;
}

/** Do both publish at the same place with the same credential, however they are written? */
export function isSameDestination(one: Destination, other: Destination): boolean {
  const [a, b] = [identityOf(one), identityOf(other)];
  return a !== undefined && a === b;
}

function identityOf(destination: Destination): string | undefined {
  const resolved = resolve(destination);
  if (!resolved) return undefined;
  const { protocol, host, port } = resolved;
  const rest =
    resolved.protocol === "srt"
      ? [resolved.streamId ?? null, resolved.passphrase ?? null]
      : [resolved.app, resolved.streamKey];
  return JSON.stringify([protocol, host, port, ...rest]);
}

function resolve(destination: Destination): ResolvedDestination | undefined {
  try {
    return resolveDestination(destination);
  } catch {
    return undefined;
  }
}

function withPort(tcUrl: string, port: number): string {
  const [scheme, rest = ""] = tcUrl.split(/(?<=:\/\/)/u);
  const slash = rest.indexOf("/");
  return `${scheme}${rest.slice(0, slash)}:${port}${rest.slice(slash)}`;
}

function srtUrl({ host, port, streamId, passphrase, latencyMs, pbKeyLength }: ResolvedSrtDestination): string {
  const parameters = Object.entries({ streamid: streamId, passphrase, latency: latencyMs, pbkeylen: pbKeyLength })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  const query = parameters.length === 0 ? "" : `?${parameters.join("&")}`;
  return `srt://${host.includes(":") ? `[${host}]` : host}:${port}${query}`;
}

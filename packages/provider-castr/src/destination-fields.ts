import {
  type Destination,
  readStoredDestination,
  type RedactedDestination,
  redactStoredDestination,
  resolveDestination,
  sameDestination,
} from "@polycast/core/provider";
import type { Platform } from "./wire/platform.ts";

/** Where a platform sends to, in Castr's words. Holds the credential: never log it. */
export type PlatformDestination = { server: string; key: string };

/**
 * A destination as Castr takes it. The key goes over byte by byte, query and slashes included. The port of an RTMPS
 * server is always named: no page says which one Castr would take.
 *
 * @throws MultistreamError `invalid_argument`
 */
export function toPlatformDestination(destination: Destination): PlatformDestination {
  const resolved = resolveDestination(destination);
  // The checks of inputs refuse SRT; whoever comes here all the same hands over an address without a key.
  if (resolved.protocol === "srt") return { server: "url" in destination ? destination.url : "", key: "" };
  const { protocol, host, port, app, streamKey, tcUrl } = resolved;
  const name = host.includes(":") ? `[${host}]` : host;
  return { server: protocol === "rtmps" ? `rtmps://${name}:${port}/${app}` : tcUrl, key: streamKey };
}

/** A platform's destination in the model's words; nothing where Castr does not tell it, or tells something else. */
export function readDestination({ server, key }: Pick<Platform, "server" | "key">): Destination | undefined {
  return server === undefined ? undefined : readStoredDestination(server, key);
}

/** What may be shown of a platform's destination. Of a linked one often nothing is known. */
export function redactPlatform(platform: Platform): RedactedDestination {
  return redactStoredDestination(readDestination(platform));
}

/** Does a platform send to the same place with the same key, however the two are written? */
export function sendsTo(platform: Platform, destination: Destination): boolean {
  const known = readDestination(platform);
  return known !== undefined && sameDestination(known, destination);
}

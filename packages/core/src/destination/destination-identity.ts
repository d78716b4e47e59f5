import type { Destination } from "../model/destination.ts";
import { resolveDestination } from "./resolve-destination.ts";

/**
 * Where and as whom a destination publishes: equal for two destinations that are the same place with the same key,
 * however they are written. It holds the key: compare it, never store or show it.
 *
 * @throws MultistreamError `invalid_argument`
 */
export function destinationIdentity(destination: Destination): string {
  const resolved = resolveDestination(destination);
  const { protocol, host, port } = resolved;
  const place = resolved.protocol === "srt" ? [resolved.streamId ?? null] : [resolved.app, resolved.streamKey];
  return JSON.stringify([protocol, host, port, ...place]);
}

/**
 * A SHA-256, in hex, of where and as whom a destination publishes: equal for two destinations that are the same place
 * with the same key, however they are written. Most platforms take one publisher per key, so two targets with one
 * hash disturb each other.
 *
 * The hash can confirm a guessed key: compare and store it, do not show it.
 *
 * @throws MultistreamError `invalid_argument`
 */
export async function hashDestinationIdentity(destination: Destination): Promise<string> {
  const bytes = new TextEncoder().encode(destinationIdentity(destination));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

import type { Destination } from "@polycast/core";
import { resolveDestination } from "@polycast/core/provider";
import type { KeyedHash } from "../secrets/keyed-hash.ts";

/**
 * Tells one destination from another without opening it: equal for two that are dialled in the same way with the same
 * credentials, however they are written.
 *
 * @throws MultistreamError `invalid_argument` when it cannot be dialled
 */
export function hashDestination(hash: KeyedHash, destination: Destination): string {
  const resolved = resolveDestination(destination);
  const { protocol, host, port } = resolved;
  const rest =
    resolved.protocol === "srt"
      ? [resolved.streamId, resolved.passphrase, resolved.latencyMs, resolved.pbKeyLength]
      : [resolved.app, resolved.streamKey];
  return hash(JSON.stringify([protocol, host, port, ...rest.map((part) => part ?? null)]));
}

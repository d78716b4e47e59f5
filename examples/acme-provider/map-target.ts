import {
  assertAllowed,
  checkTarget,
  defined,
  type Destination,
  destinationNotices,
  readStoredDestination,
  redactStoredDestination,
  refuseOptions,
  resolveDestination,
  type Target,
  type TargetPatch,
} from "@polycast/core/provider";
import type { TargetFields } from "./api.ts";
import { capabilities } from "./capabilities.ts";
import { mapTargetStatus, type Read, seenAt } from "./map-status.ts";
import type { WireTarget } from "./wire.ts";

/** A target as Acme answers it, in the model's words. */
export function toTarget({ data: wire, receivedAt }: Read<WireTarget>, streamId: string): Target {
  const destination = readDestination(wire);
  return defined({
    id: wire.id,
    streamId,
    provider: "acme",
    name: wire.name,
    destination: redactStoredDestination(destination, wire.url),
    enabled: wire.enabled,
    rendition: "source",
    status: mapTargetStatus(wire, seenAt(receivedAt)),
    notices: destination ? destinationNotices(destination) : [],
    reference: wire.reference ?? undefined,
    createdAt: wire.created_at ?? undefined,
  });
}

/** Where a target sends to. Holds the credential: never log it. */
export function readDestination({ url, stream_key }: WireTarget): Destination | undefined {
  return readStoredDestination(url, stream_key);
}

/**
 * What is asked of a target, in Acme's words.
 *
 * @param path of the target in the caller's input, e.g. `targets.0.`
 * @throws MultistreamError `invalid_argument`; CapabilityError `unsupported` for what Acme cannot do or keep
 */
export function toTargetFields(asked: TargetPatch, path = ""): TargetFields {
  const { name, reference, enabled, destination } = asked;
  refuseOptions("acme", asked);
  checkTarget(capabilities, "acme", asked, path);
  if (asked.videoOnly) assertAllowed(capabilities, "target.update.rendition", "acme");
  return defined({ name, reference, enabled, ...(destination && toDestinationFields(destination, path)) });
}

function toDestinationFields(destination: Destination, path: string): Pick<TargetFields, "url" | "stream_key"> {
  const resolved = resolveDestination(destination, `${path}destination`);
  // SRT was refused above: the table does not name it.
  return resolved.protocol === "srt" ? {} : { url: resolved.tcUrl, stream_key: resolved.streamKey };
}

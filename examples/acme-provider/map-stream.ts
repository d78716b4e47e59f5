import {
  checkStored,
  defined,
  type Ingest,
  refuseOptions,
  type Stream,
  type StreamPatch,
} from "@polycast/core/provider";
import type { StreamFields } from "./api.ts";
import { capabilities } from "./capabilities.ts";
import { mapStreamStatus, type Read, seenAt } from "./map-status.ts";
import { toTarget } from "./map-target.ts";
import type { WireStream } from "./wire.ts";

/** A stream as Acme answers it, in the model's words, with its targets. */
export function toStream({ data: wire, receivedAt }: Read<WireStream>): Stream {
  return defined({
    id: wire.id,
    provider: "acme",
    name: wire.name,
    enabled: wire.enabled,
    status: mapStreamStatus(wire, seenAt(receivedAt)),
    targets: wire.targets.map((data) => toTarget({ data, receivedAt }, wire.id)),
    notices: [],
    reference: wire.reference ?? undefined,
    createdAt: wire.created_at ?? undefined,
  });
}

/** Where the encoder sends to: the one value that carries a credential out. */
export function ingestOf({ ingest }: WireStream): Ingest[] {
  return [{ protocol: "rtmps", url: ingest.url, streamKey: ingest.stream_key }];
}

/** What is asked of a stream, in Acme's words. @throws CapabilityError `unsupported` for what there is no slot for */
export function toStreamFields(asked: StreamPatch): StreamFields {
  refuseOptions("acme", asked);
  checkStored(capabilities, "acme", "stream", asked);
  const { name, reference, enabled } = asked;
  return defined({ name, reference, enabled });
}

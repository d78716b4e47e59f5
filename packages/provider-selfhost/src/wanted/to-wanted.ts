import { hashStreamKey } from "../ingest/stream-key.ts";
import type { WantedStream } from "../relay/messages.ts";
import { planOf } from "./dial-plan.ts";
import type { StreamRecord } from "./records.ts";

/** The relay's view of a stream. */
export function toWanted({ id, wanted, streamKey, session, targets }: StreamRecord): WantedStream {
  return {
    id,
    enabled: wanted.enabled,
    keyHash: hashStreamKey(streamKey),
    ...(session ? { session } : {}),
    targets: Array.from(targets.values(), ({ id, wanted, revision }) => ({
      id,
      enabled: wanted.enabled,
      revision,
      ...planOf(wanted.destination),
    })),
  };
}

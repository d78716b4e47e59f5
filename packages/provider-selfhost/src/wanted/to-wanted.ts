import { hashStreamKey } from "../ingest/stream-key.ts";
import type { WantedStream } from "../relay/messages.ts";
import { planOf } from "./dial-plan.ts";
import type { StreamRecord } from "./records.ts";

/** The relay's view of a stream. */
export function toWanted(record: StreamRecord): WantedStream {
  return {
    id: record.id,
    enabled: record.wanted.enabled,
    keyHash: hashStreamKey(record.streamKey),
    targets: Array.from(record.targets.values(), ({ id, wanted, revision }) => ({
      id,
      enabled: wanted.enabled,
      revision,
      ...planOf(wanted.destination),
    })),
  };
}

import { MultistreamError } from "@polycast/core/provider";
import { hashStreamKey } from "../ingest/stream-key.ts";
import type { WantedStream } from "../relay/messages.ts";
import { planOf } from "./dial-plan.ts";
import type { StoredStream } from "./stored-stream.ts";

/**
 * The relay's view of a stream.
 *
 * @throws MultistreamError `invalid_argument` when it holds no ingest key, or a destination that cannot be dialled
 */
export function toWanted(stored: StoredStream): WantedStream {
  const { id, enabled, targets } = stored;
  return {
    id,
    enabled,
    keyHash: hashStreamKey(streamKeyOf(stored)),
    targets: Array.from(targets, ({ id, enabled, revision = 1, destination }) => ({
      id,
      enabled,
      revision,
      ...planOf(destination),
    })),
  };
}

/** @throws MultistreamError `invalid_argument` when there is none */
export function streamKeyOf({ id, ingest }: StoredStream): string {
  const streamKey = ingest.find((address) => address.protocol !== "srt")?.streamKey;
  if (streamKey !== undefined) return streamKey;
  throw new MultistreamError("invalid_argument", `The stored stream ${id} has no ingest key.`, {
    provider: "selfhost",
    hint: "Store what `getIngest` answers together with the stream.",
  });
}

import { RecentMap } from "@polycast/core/provider";

/** Streams that are remembered; the one that was seen longest ago gives way. */
const MAX_STREAMS = 10_000;

/** How many targets of a stream others have made at its provider: they are not touched, but take up room. */
export type Foreign = {
  /** @param streamId ours */
  note(streamId: string, count: number): void;
  count(streamId: string): number;
};

/** Makes it; what was not seen is taken for none. */
export function createForeign(): Foreign {
  const counts = new RecentMap<string, number>(MAX_STREAMS);
  return {
    note(streamId, count) {
      if (count > 0) counts.set(streamId, count);
      else counts.delete(streamId);
    },
    count: (streamId) => counts.get(streamId) ?? 0,
  };
}

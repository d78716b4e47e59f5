import type { Playback } from "@polycast/core/provider";
import type { WireStream } from "./wire/live-stream.ts";

/** Where the stream can be watched. Mux answers 412 there until the first media has come. */
export function playbackOf({ playback_ids }: WireStream): Playback[] {
  return (playback_ids ?? []).map(({ id, policy }) => {
    const url = `https://stream.mux.com/${encodeURIComponent(id)}.m3u8`;
    return policy ? { protocol: "hls", url, policy } : { protocol: "hls", url };
  });
}

import type { Playback } from "@polycast/core/provider";
import type { WireStream } from "./wire/stream.ts";

const HLS_URL = "https://livepeercdn.studio/hls";

/** The HLS address that public apps use; `policy` is the type of the stream's playback policy, e.g. `jwt`. */
export function playbackOf({ playbackId, playbackPolicy }: WireStream): Playback[] {
  // While a stream is sent to targets it has been seen to be empty (livepeer/studio issue 1339).
  if (!playbackId) return [];
  const url = `${HLS_URL}/${encodeURIComponent(playbackId)}/index.m3u8`;
  const policy = playbackPolicy?.type;
  return [{ protocol: "hls", url, ...(policy ? { policy } : {}) }];
}

import type { Playback } from "@polycast/core/provider";
import type { LiveStream } from "./wire/live-stream.ts";

/** Where the stream can be watched: Castr's player at any time, the direct addresses only while it is online. */
export function playbackOf({ playback, pull_urls }: LiveStream): Playback[] {
  const addresses: [protocol: string, url: string | undefined][] = [
    ["hls", playback?.hls_url],
    ["embed", playback?.embed_url],
    ["embed_audio", playback?.embed_audio_url],
    ["rtmp", pull_urls?.rtmp],
    ["srt", pull_urls?.srt],
  ];
  return addresses.flatMap(([protocol, url]) => (url === undefined ? [] : [{ protocol, url }]));
}

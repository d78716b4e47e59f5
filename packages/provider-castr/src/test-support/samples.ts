import { type LiveStream, liveStreamSchema } from "../wire/live-stream.ts";
import type { Reading } from "../map-status.ts";

/** Answers in the shapes that Castr's guides show: written from documentation, not recorded. */
export const platformSample = {
  _id: "6226ce8431ddbeb3754aa249",
  template: "custom",
  enabled: true,
  server: "rtmp://a.rtmp.youtube.com/live2",
  key: "debs-4ux2-r565-1sv4-68zh",
};

export const streamSample = {
  _id: "6226ce5f31ddbeb3754aa243",
  enabled: true,
  ingest: { server: "rtmp://live.castr.com/static", key: "lv_6ccbd6609e9011ecad51?password=b47020b2" },
  playback: {
    embed_url: "https://player.castr.com/lv_6ccbd6609e9011ecad51",
    embed_audio_url: "https://player.castr.com/lv_6ccbd6609e9011ecad51?onlyAudio=true",
    hls_url: "https://stream.castr.com/620e0ba1/lv_6ccbd6609e9011ecad51/index.m3u8",
  },
  platforms: [{ ...platformSample, broadcasting_status: "offline" }],
  settings: { pulling_mode: {} },
  broadcasting_status: "offline",
  user: "620e0ba1ce8f11ddde571d1c",
  environment: "production",
  organization: "620e0ba2ce8f11ddde571d1d",
  creation_time: "2022-03-08T03:32:47.990Z",
};

/** A stream as it is read, with some fields in place of the sample's. */
export function aLiveStream(fields: Record<string, unknown> = {}): LiveStream {
  return liveStreamSchema.parse({ ...streamSample, ...fields });
}

/** A reading in which everything has waited for so long. */
export function aReading(waitedMs = 0, source: Reading["source"] = "poll"): Reading {
  return { source, at: Date.UTC(2026, 0, 2), waitedMs: () => waitedMs };
}

import type { Ingest } from "@polycast/core";

export type RtmpIngest = {
  url: string;
  streamKey: string;
  /** Both together, as FFmpeg wants it. */
  publishUrl: string;
};

/** The RTMP way into a stream; throws where there is none. */
export function rtmpIngest(ingest: readonly Ingest[]): RtmpIngest {
  for (const way of ingest) {
    if (way.protocol === "rtmp") return { ...way, publishUrl: `${way.url}/${way.streamKey}` };
  }
  throw new Error("The stream has no RTMP ingest");
}

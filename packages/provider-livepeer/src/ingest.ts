import type { Ingest } from "@polycast/core/provider";
import type { WireStream } from "./wire/stream.ts";

/**
 * Where the encoder sends to: not part of Livepeer's answers. RTMP is documented
 * (https://docs.livepeer.org/developers/guides/stream-via-obs); SRT at this address is what many public apps use.
 */
const RTMP_URL = "rtmp://rtmp.livepeer.com/live";
const SRT_URL = "srt://rtmp.livepeer.com:2935";

/** None for a stream that Livepeer pulls from elsewhere: it has no key. */
export function ingestOf({ streamKey }: WireStream): Ingest[] {
  if (streamKey === null || streamKey === undefined || streamKey === "") return [];
  return [
    { protocol: "rtmp", url: RTMP_URL, streamKey },
    { protocol: "srt", url: SRT_URL, streamId: streamKey },
  ];
}

import { type Ingest, ProviderError } from "@polycast/core/provider";
import type { MuxRegion } from "./settings.ts";
import type { WireStream } from "./wire/live-stream.ts";

/** Ingest addresses that find the nearest region; Mux takes RTMP at 5222 there (Mux's encoder guide). */
const anywhere = {
  rtmp: "rtmp://global-live.mux.com:5222/app",
  rtmps: "rtmps://global-live.mux.com:443/app",
  srt: "srt://global-live.mux.com:6001",
};

/** The same of one region, as a third party documents them. */
function inRegion(region: MuxRegion): typeof anywhere {
  const host = `${region}.live.mux.com`;
  return { rtmp: `rtmp://${host}/app`, rtmps: `rtmps://${host}/app`, srt: `srt://${host}:6001` };
}

/**
 * Where the encoder sends to, the safest first. SRT only where Mux tells the passphrase that it needs.
 *
 * @throws ProviderError `provider_response_invalid` when Mux tells no key
 */
export function ingestOf(stream: Pick<WireStream, "stream_key" | "srt_passphrase">, region?: MuxRegion): Ingest[] {
  const { stream_key: streamKey, srt_passphrase: passphrase } = stream;
  if (!streamKey) {
    throw new ProviderError("provider_response_invalid", "mux: the stream was answered without its key.", {
      provider: "mux",
      hint: "Read its ingest addresses again.",
    });
  }
  const urls = region === undefined ? anywhere : inRegion(region);
  const ingest: Ingest[] = [
    { protocol: "rtmps", url: urls.rtmps, streamKey },
    { protocol: "rtmp", url: urls.rtmp, streamKey },
  ];
  if (passphrase) ingest.push({ protocol: "srt", url: urls.srt, streamId: streamKey, passphrase });
  return ingest;
}

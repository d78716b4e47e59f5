import { type Ingest, ProviderError } from "@polycast/core/provider";
import { type CastrRegion, regionHost } from "./regions.ts";
import type { LiveStream } from "./wire/live-stream.ts";

/**
 * Where the encoder sends to. Server and key as Castr answers them, byte by byte: the query in the key
 * (`lv_…?password=…`) belongs to it. With a region its host comes first and Castr's own second.
 *
 * @throws ProviderError `provider_response_invalid` when Castr tells no address
 */
export function ingestOf({ ingest }: LiveStream, region?: CastrRegion): Ingest[] {
  const { server, key } = ingest ?? {};
  if (server === undefined || key === undefined) {
    throw new ProviderError("provider_response_invalid", "castr: the stream was answered without its ingest address.", {
      provider: "castr",
      hint: "Read the stream again.",
    });
  }
  const protocol = /^rtmps:/iu.test(server) ? "rtmps" : "rtmp";
  const own: Ingest = { protocol, url: server, streamKey: key };
  if (region === undefined || protocol !== "rtmp") return [own];
  return [{ ...own, url: server.replace(/^(rtmp:\/\/)[^/]+/iu, `$1${regionHost(region)}`) }, own];
}

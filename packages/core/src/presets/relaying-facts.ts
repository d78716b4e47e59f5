import { h264AndAac, obsServices, verifiedAt } from "./evidence.ts";
import type { PresetFacts } from "./preset-facts.ts";
import type { PresetName } from "./preset-name.ts";

/** Services that carry the stream further. */
export const relayingFacts = {
  restream: {
    codecs: h264AndAac,
    limits: {},
    keyframeInterval: { recommended: 2 },
    dashboardUrl: "https://restream.io/settings/streaming-setup",
    source: obsServices,
    verifiedAt,
  },
  castr: {
    codecs: h264AndAac,
    limits: {},
    keyframeInterval: { recommended: 2 },
    source: obsServices,
    verifiedAt,
  },
  livepeer: {
    codecs: h264AndAac,
    limits: { videoKbps: 20_000, audioKbps: 512 },
    keyframeInterval: { recommended: 1 },
    dashboardUrl: "https://livepeer.studio/dashboard/streams",
    source: obsServices,
    verifiedAt,
  },
  mux: {
    codecs: h264AndAac,
    limits: { videoKbps: 5000, audioKbps: 160 },
    keyframeInterval: { recommended: 2 },
    source: obsServices,
    verifiedAt,
  },
  "api-video": {
    codecs: h264AndAac,
    limits: { videoKbps: 20_000, audioKbps: 192 },
    keyframeInterval: { recommended: 2 },
    source: obsServices,
    verifiedAt,
  },
  cloudflare: {
    codecs: h264AndAac,
    limits: {},
    keyframeInterval: {},
    source: "https://developers.cloudflare.com/stream/stream-live/start-stream-live/",
    verifiedAt,
  },
} satisfies Partial<Record<PresetName, PresetFacts>>;

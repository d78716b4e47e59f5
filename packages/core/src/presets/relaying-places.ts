import type { PresetName } from "./preset-name.ts";
import type { PresetPlace } from "./preset-place.ts";

/** Services that carry the stream further. */
export const relayingPlaces = {
  restream: {
    label: "Restream",
    url: "rtmp://live.restream.io/live",
    hostSuffixes: [".restream.io"],
  },
  castr: {
    label: "Castr",
    url: "rtmp://live.castr.com/static",
    keyMayContainQuery: true,
    hostSuffixes: ["live.castr.com", ".castr.io"],
  },
  livepeer: {
    label: "Livepeer Studio",
    url: "rtmp://rtmp.livepeer.com/live",
    hostSuffixes: [".livepeer.com", "rtmp.livepeer.studio"],
  },
  mux: {
    label: "Mux",
    url: "rtmps://global-live.mux.com:443/app",
    hostSuffixes: ["global-live.mux.com", ".live.mux.com"],
  },
  "api-video": {
    label: "api.video",
    url: "rtmp://broadcast.api.video/s",
    hostSuffixes: ["broadcast.api.video"],
  },
  cloudflare: {
    label: "Cloudflare Stream",
    url: "rtmps://live.cloudflare.com:443/live",
    hostSuffixes: ["live.cloudflare.com"],
  },
} satisfies Partial<Record<PresetName, PresetPlace>>;

import type { PresetName } from "./preset-name.ts";
import type { PresetPlace } from "./preset-place.ts";

/** Services that carry the stream further. */
export const relayingPlaces = {
  restream: {
    label: "Restream",
    servers: [{ url: "rtmp://live.restream.io/live" }],
    hostSuffixes: [".restream.io"],
  },
  castr: {
    label: "Castr",
    servers: [{ url: "rtmp://live.castr.com/static" }, { url: "rtmp://live.castr.io/static", label: "older name" }],
    keyMayContainQuery: true,
    hostSuffixes: ["live.castr.com", ".castr.io"],
  },
  livepeer: {
    label: "Livepeer Studio",
    servers: [
      { url: "rtmp://rtmp.livepeer.com/live" },
      { url: "rtmp://rtmp.livepeer.studio/live", label: "older name" },
    ],
    hostSuffixes: [".livepeer.com", "rtmp.livepeer.studio"],
  },
  mux: {
    label: "Mux",
    servers: [
      { url: "rtmps://global-live.mux.com:443/app" },
      { url: "rtmp://global-live.mux.com:5222/app", label: "without TLS" },
    ],
    hostSuffixes: ["global-live.mux.com", ".live.mux.com"],
  },
  "api-video": {
    label: "api.video",
    servers: [{ url: "rtmp://broadcast.api.video/s" }],
    hostSuffixes: ["broadcast.api.video"],
  },
  cloudflare: {
    label: "Cloudflare Stream",
    servers: [{ url: "rtmps://live.cloudflare.com:443/live" }],
    hostSuffixes: ["live.cloudflare.com"],
  },
} satisfies Partial<Record<PresetName, PresetPlace>>;

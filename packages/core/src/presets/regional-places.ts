import type { PresetName } from "./preset-name.ts";
import type { PresetPlace } from "./preset-place.ts";

/** Platforms of one country or one community. */
export const regionalPlaces = {
  bilibili: {
    label: "Bilibili Live",
    servers: [{ url: "rtmp://live-push.bilivideo.com/live-bvc" }],
    keyMayContainQuery: true,
    hostSuffixes: ["live-push.bilivideo.com", ".live-push.bilivideo.com"],
  },
  chzzk: {
    label: "CHZZK",
    servers: [{ url: "rtmp://global-rtmp.lip2.navercorp.com:8080/relay" }],
    hostSuffixes: ["global-rtmp.lip2.navercorp.com"],
  },
  nimo: {
    label: "Nimo TV",
    servers: [{ url: "rtmp://txpush.rtmp.nimo.tv/live" }, { url: "rtmp://alpush.rtmp.nimo.tv/live" }],
    hostSuffixes: [".rtmp.nimo.tv"],
  },
  picarto: {
    label: "Picarto",
    servers: [{ url: "rtmp://live.us.picarto.tv/golive", label: "nearest" }],
    hostSuffixes: [".picarto.tv"],
  },
  soop: {
    label: "SOOP (Korea)",
    servers: [{ url: "rtmp://stream.sooplive.co.kr/app" }],
    hostSuffixes: [".sooplive.co.kr"],
  },
  "soop-global": {
    label: "SOOP (global)",
    servers: [{ url: "rtmp://global-stream.sooplive.com/app" }],
    hostSuffixes: [".sooplive.com"],
  },
} satisfies Partial<Record<PresetName, PresetPlace>>;

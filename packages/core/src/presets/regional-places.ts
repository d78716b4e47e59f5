import type { PresetName } from "./preset-name.ts";
import type { PresetPlace } from "./preset-place.ts";

/** Platforms of one country or one community. */
export const regionalPlaces = {
  bilibili: {
    label: "Bilibili Live",
    url: "rtmp://live-push.bilivideo.com/live-bvc",
    keyMayContainQuery: true,
    hostSuffixes: ["live-push.bilivideo.com", ".live-push.bilivideo.com"],
  },
  chzzk: {
    label: "CHZZK",
    url: "rtmp://global-rtmp.lip2.navercorp.com:8080/relay",
    hostSuffixes: ["global-rtmp.lip2.navercorp.com"],
  },
  nimo: {
    label: "Nimo TV",
    url: "rtmp://txpush.rtmp.nimo.tv/live",
    hostSuffixes: [".rtmp.nimo.tv"],
  },
  picarto: {
    label: "Picarto",
    url: "rtmp://live.us.picarto.tv/golive",
    hostSuffixes: [".picarto.tv"],
  },
  soop: {
    label: "SOOP (Korea)",
    url: "rtmp://stream.sooplive.co.kr/app",
    hostSuffixes: [".sooplive.co.kr"],
  },
  "soop-global": {
    label: "SOOP (global)",
    url: "rtmp://global-stream.sooplive.com/app",
    hostSuffixes: [".sooplive.com"],
  },
} satisfies Partial<Record<PresetName, PresetPlace>>;

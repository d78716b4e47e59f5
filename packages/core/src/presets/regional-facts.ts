import { h264AndAac, obsServices, verifiedAt } from "./evidence.ts";
import type { PresetFacts } from "./preset-facts.ts";
import type { PresetName } from "./preset-name.ts";

/** Platforms of one country or one community. */
export const regionalFacts = {
  bilibili: {
    codecs: { video: ["h264", "hevc"], audio: ["aac"] },
    limits: {},
    keyframeInterval: {},
    dashboardUrl: "https://link.bilibili.com/p/center/index#/my-room/start-live",
    source: obsServices,
    verifiedAt,
  },
  chzzk: {
    codecs: h264AndAac,
    limits: { videoKbps: 8000, audioKbps: 192, maxFps: 60, maxHeight: 1080 },
    keyframeInterval: { recommended: 1 },
    dashboardUrl: "https://studio.chzzk.naver.com/setting",
    source: obsServices,
    verifiedAt,
  },
  nimo: {
    codecs: h264AndAac,
    limits: { videoKbps: 6000, audioKbps: 160 },
    keyframeInterval: { recommended: 2 },
    source: obsServices,
    verifiedAt,
  },
  picarto: {
    codecs: h264AndAac,
    limits: { videoKbps: 3500 },
    keyframeInterval: { recommended: 2 },
    source: obsServices,
    verifiedAt,
  },
  soop: {
    codecs: h264AndAac,
    limits: { videoKbps: 8000, audioKbps: 192 },
    keyframeInterval: { recommended: 2 },
    source: obsServices,
    verifiedAt,
  },
  "soop-global": {
    codecs: h264AndAac,
    limits: { videoKbps: 8000, audioKbps: 192, maxFps: 60, maxHeight: 1080 },
    keyframeInterval: { recommended: 1 },
    dashboardUrl: "https://www.sooplive.com/dashboard",
    source: obsServices,
    verifiedAt,
  },
} satisfies Partial<Record<PresetName, PresetFacts>>;

import type { UnlistedPlace } from "./preset-place.ts";

/** Hosts of platforms that have no server to list: they hand one out per broadcast, chat or channel. */
export const unlistedPlaces = {
  instagram: {
    label: "Instagram",
    rtmpsRequired: true,
    needsManualGoLive: true,
    hostSuffixes: [".fbcdn.net", "live-upload.instagram.com"],
  },
  telegram: { label: "Telegram", hostSuffixes: [".rtmp.t.me"] },
  "amazon-ivs": {
    label: "Amazon IVS",
    hostSuffixes: [".global-contribute.live-video.net", ".contribute.live-video.net"],
  },
} satisfies Record<string, UnlistedPlace>;

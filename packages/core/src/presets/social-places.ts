import type { PresetName } from "./preset-name.ts";
import type { PresetPlace } from "./preset-place.ts";

/** Platforms that people watch on. */
export const socialPlaces = {
  twitch: {
    label: "Twitch",
    url: "rtmps://ingest.global-contribute.live-video.net/app",
    streamKeyPattern: "^live_",
    keyMayContainQuery: true,
    hostSuffixes: [".twitch.tv", "ingest.global-contribute.live-video.net"],
  },
  youtube: {
    label: "YouTube",
    url: "rtmps://a.rtmps.youtube.com:443/live2",
    streamKeyPattern: "^[0-9a-z]{4}(-[0-9a-z]{4}){4}$",
    hostSuffixes: [".youtube.com"],
  },
  "youtube-backup": {
    label: "YouTube (backup ingest)",
    url: "rtmps://b.rtmps.youtube.com:443/live2?backup=1",
    streamKeyPattern: "^[0-9a-z]{4}(-[0-9a-z]{4}){4}$",
    hostSuffixes: ["b.rtmps.youtube.com", "b.rtmp.youtube.com"],
  },
  facebook: {
    label: "Facebook Live",
    url: "rtmps://live-api-s.facebook.com:443/rtmp",
    keyMayContainQuery: true,
    rtmpsRequired: true,
    hostSuffixes: [".facebook.com"],
  },
  kick: {
    label: "Kick",
    url: "rtmps://fa723fc1b171.global-contribute.live-video.net:443/app",
    streamKeyPattern: "^sk_",
    rtmpsRequired: true,
    hostSuffixes: ["fa723fc1b171.global-contribute.live-video.net"],
  },
  x: {
    label: "X",
    url: "rtmps://va.pscp.tv:443/x",
    needsManualGoLive: true,
    hostSuffixes: [".pscp.tv"],
  },
  vimeo: {
    label: "Vimeo",
    url: "rtmps://rtmp-global.cloud.vimeo.com:443/live",
    hostSuffixes: [".cloud.vimeo.com"],
  },
  rumble: {
    label: "Rumble",
    url: "rtmp://rtmp.rumble.com/live",
    hostSuffixes: ["rtmp.rumble.com", ".live.rmbl.ws"],
  },
  trovo: {
    label: "Trovo",
    url: "rtmp://livepush.trovo.live/live",
    keyMayContainQuery: true,
    hostSuffixes: ["livepush.trovo.live"],
  },
  dlive: {
    label: "DLive",
    url: "rtmp://stream.dlive.tv/live",
    hostSuffixes: ["stream.dlive.tv"],
  },
  steam: {
    label: "Steam",
    url: "rtmp://ingest-rtmp.broadcast.steamcontent.com/app",
    hostSuffixes: ["ingest-rtmp.broadcast.steamcontent.com"],
  },
} satisfies Partial<Record<PresetName, PresetPlace>>;

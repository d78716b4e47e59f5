import type { PresetName } from "./preset-name.ts";
import type { PresetPlace } from "./preset-place.ts";

/** Platforms that people watch on. */
export const socialPlaces = {
  twitch: {
    label: "Twitch",
    servers: [
      { url: "rtmps://ingest.global-contribute.live-video.net/app", label: "nearest" },
      { url: "rtmp://live.twitch.tv/app", label: "without TLS" },
    ],
    streamKeyPattern: "^live_",
    keyMayContainQuery: true,
    hostSuffixes: [".twitch.tv", "ingest.global-contribute.live-video.net"],
  },
  youtube: {
    label: "YouTube",
    servers: [
      { url: "rtmps://a.rtmps.youtube.com:443/live2", label: "primary" },
      { url: "rtmp://a.rtmp.youtube.com/live2", label: "primary without TLS" },
    ],
    streamKeyPattern: "^[0-9a-z]{4}(-[0-9a-z]{4}){4}$",
    hostSuffixes: [".youtube.com"],
  },
  "youtube-backup": {
    label: "YouTube (backup ingest)",
    servers: [
      {
        url: "rtmps://b.rtmps.youtube.com:443/live2?backup=1",
        label: "backup",
        backupOf: "rtmps://a.rtmps.youtube.com:443/live2",
      },
      {
        url: "rtmp://b.rtmp.youtube.com/live2?backup=1",
        label: "backup without TLS",
        backupOf: "rtmp://a.rtmp.youtube.com/live2",
      },
    ],
    streamKeyPattern: "^[0-9a-z]{4}(-[0-9a-z]{4}){4}$",
    hostSuffixes: ["b.rtmps.youtube.com", "b.rtmp.youtube.com"],
  },
  facebook: {
    label: "Facebook Live",
    servers: [
      { url: "rtmps://live-api-s.facebook.com:443/rtmp" },
      { url: "rtmps://rtmp-api.facebook.com:443/rtmp", label: "as OBS Studio lists it" },
    ],
    keyMayContainQuery: true,
    rtmpsRequired: true,
    hostSuffixes: [".facebook.com"],
  },
  kick: {
    label: "Kick",
    servers: [{ url: "rtmps://fa723fc1b171.global-contribute.live-video.net:443/app" }],
    streamKeyPattern: "^sk_",
    rtmpsRequired: true,
    hostSuffixes: ["fa723fc1b171.global-contribute.live-video.net"],
  },
  x: {
    label: "X",
    servers: [
      { url: "rtmps://va.pscp.tv:443/x", region: "va" },
      { url: "rtmps://ca.pscp.tv:443/x", region: "ca" },
      { url: "rtmps://or.pscp.tv:443/x", region: "or" },
      { url: "rtmps://br.pscp.tv:443/x", region: "br" },
      { url: "rtmps://fr.pscp.tv:443/x", region: "fr" },
      { url: "rtmps://ie.pscp.tv:443/x", region: "ie" },
      { url: "rtmps://de.pscp.tv:443/x", region: "de" },
      { url: "rtmps://au.pscp.tv:443/x", region: "au" },
      { url: "rtmps://in.pscp.tv:443/x", region: "in" },
      { url: "rtmps://jp.pscp.tv:443/x", region: "jp" },
      { url: "rtmps://kr.pscp.tv:443/x", region: "kr" },
      { url: "rtmps://sg.pscp.tv:443/x", region: "sg" },
    ],
    needsManualGoLive: true,
    hostSuffixes: [".pscp.tv"],
  },
  vimeo: {
    label: "Vimeo",
    servers: [
      { url: "rtmps://rtmp-global.cloud.vimeo.com:443/live" },
      { url: "rtmp://rtmp-global.cloud.vimeo.com/live", label: "without TLS" },
      { url: "rtmp://rtmp.cloud.vimeo.com/live", label: "as OBS Studio lists it" },
    ],
    hostSuffixes: [".cloud.vimeo.com"],
  },
  rumble: {
    label: "Rumble",
    servers: [{ url: "rtmp://rtmp.rumble.com/live" }],
    hostSuffixes: ["rtmp.rumble.com", ".live.rmbl.ws"],
  },
  trovo: {
    label: "Trovo",
    servers: [{ url: "rtmp://livepush.trovo.live/live" }],
    keyMayContainQuery: true,
    hostSuffixes: ["livepush.trovo.live"],
  },
  dlive: {
    label: "DLive",
    servers: [{ url: "rtmp://stream.dlive.tv/live" }],
    hostSuffixes: ["stream.dlive.tv"],
  },
  steam: {
    label: "Steam",
    servers: [{ url: "rtmp://ingest-rtmp.broadcast.steamcontent.com/app" }],
    hostSuffixes: ["ingest-rtmp.broadcast.steamcontent.com"],
  },
} satisfies Partial<Record<PresetName, PresetPlace>>;

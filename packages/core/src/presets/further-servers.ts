import type { PresetServer } from "./preset.ts";
import type { PresetName } from "./preset-name.ts";

/** What is known of a platform's servers beyond the URL that is dialled by default. */
export type FurtherServers = {
  /** Of the default one. */
  readonly about?: Omit<PresetServer, "url">;
  readonly others?: readonly PresetServer[];
};

/** Labels, regions and alternatives, for people to choose from: an app that only pushes needs none of it. */
export const furtherServers: Partial<Record<PresetName, FurtherServers>> = {
  twitch: { about: { label: "nearest" }, others: [{ url: "rtmp://live.twitch.tv/app", label: "without TLS" }] },
  youtube: {
    about: { label: "primary" },
    others: [{ url: "rtmp://a.rtmp.youtube.com/live2", label: "primary without TLS" }],
  },
  "youtube-backup": {
    about: { label: "backup", backupOf: "rtmps://a.rtmps.youtube.com:443/live2" },
    others: [
      {
        url: "rtmp://b.rtmp.youtube.com/live2?backup=1",
        label: "backup without TLS",
        backupOf: "rtmp://a.rtmp.youtube.com/live2",
      },
    ],
  },
  facebook: { others: [{ url: "rtmps://rtmp-api.facebook.com:443/rtmp", label: "as OBS Studio lists it" }] },
  x: {
    about: { region: "va" },
    others: ["ca", "or", "br", "fr", "ie", "de", "au", "in", "jp", "kr", "sg"].map((region) => ({
      url: `rtmps://${region}.pscp.tv:443/x`,
      region,
    })),
  },
  vimeo: {
    others: [
      { url: "rtmp://rtmp-global.cloud.vimeo.com/live", label: "without TLS" },
      { url: "rtmp://rtmp.cloud.vimeo.com/live", label: "as OBS Studio lists it" },
    ],
  },
  nimo: { others: [{ url: "rtmp://alpush.rtmp.nimo.tv/live" }] },
  picarto: { about: { label: "nearest" } },
  castr: { others: [{ url: "rtmp://live.castr.io/static", label: "older name" }] },
  livepeer: { others: [{ url: "rtmp://rtmp.livepeer.studio/live", label: "older name" }] },
  mux: { others: [{ url: "rtmp://global-live.mux.com:5222/app", label: "without TLS" }] },
};

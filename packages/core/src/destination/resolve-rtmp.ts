import type { PresetName } from "../presets/preset-name.ts";
import { hostMatches } from "./host-matches.ts";
import { refuseDestination } from "./refuse-destination.ts";
import type { ResolvedRtmpDestination } from "./resolved-destination.ts";
import { formatHost, type ServerAddress } from "./server-address.ts";
import { splitAppAndKey } from "./split-app-and-key.ts";

/** The registered port of RTMP, and the one that platforms take RTMPS on. */
export const defaultPorts = { rtmp: 1935, rtmps: 443 } as const;

/** Amazon IVS, which Kick and Twitch run on; some of its dashboards show the server without its only application. */
const IVS_HOSTS = [".global-contribute.live-video.net", ".contribute.live-video.net"];
const IVS_APP = "app";

/** Takes an RTMP(S) destination apart. */
export function resolveRtmp(
  address: ServerAddress & { protocol: "rtmp" | "rtmps" },
  given: { streamKey?: string | undefined; preset?: PresetName | undefined },
  path: string,
): ResolvedRtmpDestination {
  const split = splitAppAndKey(address.rest, given.streamKey);
  const app = split.app === "" && isIvs(address.host) ? IVS_APP : split.app;
  if (app === "" || app.startsWith("?")) {
    refuseDestination(
      path,
      "url",
      "names no application",
      "Add it behind the host, e.g. rtmp://live.example.com/live.",
    );
  }
  if (split.streamKey === "") {
    const hint = "Give the key as `streamKey`, or append it to `url` as the last segment.";
    refuseDestination(path, "streamKey", "is missing", hint);
  }
  const { protocol, host } = address;
  const port = address.port ?? defaultPorts[protocol];
  const tcUrl = `${protocol}://${formatHost({ host, port }, defaultPorts[protocol])}/${app}`;
  const resolved: ResolvedRtmpDestination = { protocol, host, port, app, streamKey: split.streamKey, tcUrl };
  return given.preset === undefined ? resolved : { ...resolved, preset: given.preset };
}

function isIvs(host: string): boolean {
  return IVS_HOSTS.some((suffix) => hostMatches(host, suffix));
}

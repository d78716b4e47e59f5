import type { Destination } from "../model/destination.ts";
import type { Notice } from "../model/notice.ts";
import { places } from "../presets/places.ts";
import type { PresetPlace, UnlistedPlace } from "../presets/preset-place.ts";
import { unlistedPlaces } from "../presets/unlisted-places.ts";
import { destinationUrl } from "./destination-url.ts";
import { hostMatches } from "./host-matches.ts";
import { presetNameOf } from "./preset-name-of.ts";
import { defaultPorts } from "./resolve-rtmp.ts";
import { formatHost, readServerAddress, type ServerAddress } from "./server-address.ts";
import { splitAppAndKey } from "./split-app-and-key.ts";
import { hasUnknownSrtParameters, readSrtParameters } from "./srt-parameters.ts";

/**
 * What is worth knowing about a destination before it is used: a mistake that is likely, or a step that a person must
 * take. Never refuses anything, never throws, never repeats a key.
 *
 * Codes: `needs_manual_go_live`, `rtmps_required`, `tls_port_without_tls`, `plain_port_with_tls`, `unlisted_tls_port`,
 * `unusual_stream_key`, `srt_parameters_ignored`.
 */
export function destinationNotices(destination: Destination): Notice[] {
  const address = readServerAddress(destinationUrl(destination));
  if ("fault" in address) return [];
  if (address.protocol === "srt") return srtNotices(address);
  const name = presetNameOf(destination);
  const preset = name && places[name];
  const platform = preset ?? unlistedPlaceOf(address.host);
  const notices: Notice[] = [];
  if (platform?.needsManualGoLive === true) {
    const message = `${platform.label} shows the stream to nobody until somebody starts the broadcast there.`;
    notices.push({ code: "needs_manual_go_live", message });
  }
  if (platform?.rtmpsRequired === true && address.protocol === "rtmp") {
    const message = `${platform.label} refuses plain RTMP: use rtmps://${formatHost({ host: address.host })} with the same path.`;
    notices.push({ code: "rtmps_required", message });
  } else {
    notices.push(...portNotices(address, preset));
  }
  if (preset && isUnusualKey(destination, address, preset)) {
    const message = `The stream key does not look like one of ${preset.label}. If the platform refuses it, copy it again.`;
    notices.push({ code: "unusual_stream_key", message });
  }
  return notices;
}

function portNotices(address: ServerAddress, preset: PresetPlace | undefined): Notice[] {
  const { protocol, port } = address;
  if (port === undefined) return [];
  if (protocol === "rtmp" && port === defaultPorts.rtmps) {
    return [{ code: "tls_port_without_tls", message: `Port ${port} nearly always speaks TLS: write rtmps://.` }];
  }
  if (protocol !== "rtmps") return [];
  if (port === defaultPorts.rtmp) {
    return [{ code: "plain_port_with_tls", message: `Port ${port} nearly always speaks plain RTMP: write rtmp://.` }];
  }
  const listed = preset && tlsPortOf(preset);
  if (listed === undefined || listed === port) return [];
  const message = `${preset?.label} is known to take RTMPS on port ${listed}, not on ${port}.`;
  return [{ code: "unlisted_tls_port", message }];
}

/** Nothing for a platform that is dialled without TLS. */
function tlsPortOf({ url }: PresetPlace): number | undefined {
  const address = readServerAddress(url);
  return "fault" in address || address.protocol !== "rtmps" ? undefined : (address.port ?? defaultPorts.rtmps);
}

function isUnusualKey(destination: Destination, address: ServerAddress, preset: PresetPlace): boolean {
  const given = "streamKey" in destination ? destination.streamKey : undefined;
  const { streamKey } = splitAppAndKey(address.rest, given);
  if (streamKey === "") return false;
  if (streamKey.includes("?") && preset.keyMayContainQuery !== true) return true;
  return preset.streamKeyPattern !== undefined && !new RegExp(preset.streamKeyPattern, "u").test(streamKey);
}

function srtNotices(address: ServerAddress): Notice[] {
  const parameters = readSrtParameters(address.rest.slice(address.rest.indexOf("?") + 1));
  if (address.rest === "" || "fault" in parameters || !hasUnknownSrtParameters(parameters)) return [];
  const message = "Of the parameters in the SRT URL only streamid, passphrase, latency and pbkeylen have an effect.";
  return [{ code: "srt_parameters_ignored", message }];
}

function unlistedPlaceOf(host: string): UnlistedPlace | undefined {
  const all: UnlistedPlace[] = Object.values(unlistedPlaces);
  return all.find(({ hostSuffixes }) => hostSuffixes.some((suffix) => hostMatches(host, suffix)));
}

import type { Destination } from "../model/destination.ts";
import { places } from "../presets/places.ts";
import { type PresetName, presetNames } from "../presets/preset-name.ts";
import { hostMatches } from "./host-matches.ts";
import { readServerAddress } from "./server-address.ts";

/**
 * The name of the preset that a destination names, or that its RTMP(S) host belongs to; the most specific suffix wins. Nothing for
 * SRT, and for a host that is shared by several platforms.
 */
export function presetNameOf(destination: Destination): PresetName | undefined {
  if ("preset" in destination) return destination.preset;
  const address = readServerAddress(destination.url);
  if ("fault" in address || address.protocol === "srt") return undefined;
  let best: { preset: PresetName; suffix: string } | undefined;
  for (const preset of presetNames) {
    for (const suffix of places[preset].hostSuffixes) {
      if (!hostMatches(address.host, suffix) || suffix.length <= (best?.suffix.length ?? 0)) continue;
      best = { preset, suffix };
    }
  }
  return best?.preset;
}

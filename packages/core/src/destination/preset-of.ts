import type { Destination } from "../model/destination.ts";
import type { Preset } from "../presets/preset.ts";
import { presets } from "../presets/presets.ts";
import { hostMatches } from "./host-matches.ts";
import { readServerAddress } from "./server-address.ts";

/**
 * The preset that a destination names, or that its RTMP(S) host belongs to; the most specific suffix wins. Nothing for
 * SRT, and for a host that is shared by several platforms.
 */
export function presetOf(destination: Destination): Preset | undefined {
  if ("preset" in destination) return presets[destination.preset];
  const address = readServerAddress(destination.url);
  if ("fault" in address || address.protocol === "srt") return undefined;
  let best: { preset: Preset; suffix: string } | undefined;
  for (const preset of Object.values(presets)) {
    for (const suffix of preset.hostSuffixes) {
      if (!hostMatches(address.host, suffix) || suffix.length <= (best?.suffix.length ?? 0)) continue;
      best = { preset, suffix };
    }
  }
  return best?.preset;
}

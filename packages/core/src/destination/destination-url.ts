import type { Destination } from "../model/destination.ts";
import { presets } from "../presets/presets.ts";

/** The server URL of a destination; a preset's is that of its first server. Holds the key where the caller put it there. */
export function destinationUrl(destination: Destination): string {
  return "preset" in destination ? presets[destination.preset].servers[0].url : destination.url;
}

import type { Destination } from "../model/destination.ts";
import { places } from "../presets/places.ts";

/** The server URL of a destination; a preset's is that of its first server. Holds the key where the caller put it there. */
export function destinationUrl(destination: Destination): string {
  return "preset" in destination ? places[destination.preset].url : destination.url;
}

import type { Destination, Protocol } from "../model/destination.ts";
import { presets } from "../presets/presets.ts";

/** The protocol that a destination asks for; a preset's is that of its first server. */
export function destinationProtocol(destination: Destination): Protocol {
  const url = "preset" in destination ? presets[destination.preset].servers[0].url : destination.url;
  const scheme = url.slice(0, url.indexOf(":")).toLowerCase();
  return scheme === "rtmps" || scheme === "srt" ? scheme : "rtmp";
}

import type { Destination, Protocol } from "../model/destination.ts";
import { destinationUrl } from "./destination-url.ts";

/** The protocol that a destination asks for; a preset's is that of its first server. */
export function destinationProtocol(destination: Destination): Protocol {
  const url = destinationUrl(destination);
  const scheme = url.slice(0, url.indexOf(":")).toLowerCase();
  return scheme === "rtmps" || scheme === "srt" ? scheme : "rtmp";
}

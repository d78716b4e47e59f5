import type { Destination } from "../model/destination.ts";
import { destinationUrl } from "./destination-url.ts";
import { refuseDestination } from "./refuse-destination.ts";
import { resolveRtmp } from "./resolve-rtmp.ts";
import { resolveSrt } from "./resolve-srt.ts";
import type { ResolvedDestination } from "./resolved-destination.ts";
import { readServerAddress } from "./server-address.ts";

const CONTROL_CHARACTER = /\p{Cc}/u;

/**
 * Takes a destination apart: where to dial, and with which credential. Server and key are opaque bytes; nothing is
 * encoded, decoded (SRT parameters excepted) or normalised beyond the slashes where application and key meet.
 *
 * @param path where the destination stands in the caller's input, for the paths of issues
 * @throws MultistreamError `invalid_argument`, whose issues and message never repeat a value
 */
export function resolveDestination(destination: Destination, path = "destination"): ResolvedDestination {
  refuseControlCharacters(destination, path);
  const address = readServerAddress(destinationUrl(destination));
  if ("fault" in address) {
    refuseDestination(path, "url", address.fault, "Copy the server URL from the platform's live settings.");
  }
  const { protocol } = address;
  if (protocol === "srt") {
    const streamId = "streamId" in destination ? destination.streamId : undefined;
    const passphrase = "passphrase" in destination ? destination.passphrase : undefined;
    return resolveSrt(address, { streamId, passphrase }, path);
  }
  const streamKey = "streamKey" in destination ? destination.streamKey : undefined;
  const preset = "preset" in destination ? destination.preset : undefined;
  return resolveRtmp({ ...address, protocol }, { streamKey, preset }, path);
}

/** A line break in a key would end the line of a file or a header that it is written into. */
function refuseControlCharacters(destination: Destination, path: string): void {
  for (const [field, value] of Object.entries(destination)) {
    if (typeof value !== "string" || !CONTROL_CHARACTER.test(value)) continue;
    refuseDestination(path, field, "must not hold control characters", "Copy it again, without line breaks.");
  }
}

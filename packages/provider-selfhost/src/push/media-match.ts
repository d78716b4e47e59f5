import type { SourceCodecs } from "../hub/media-source.ts";
import type { PushDestination } from "./destination.ts";
import type { Reason } from "./failure.ts";

/**
 * - `fits`: the destination takes what is known of the media
 * - `unknown`: nothing is known of the media yet
 * - a reason: it does not take it
 */
export type MediaMatch = "fits" | "unknown" | Reason;

/** Compares the codecs that come in with those that a destination takes. */
export function matchMedia(codecs: SourceCodecs, destination: PushDestination): MediaMatch {
  const { acceptedVideoCodecs, acceptedAudioCodecs } = destination;
  if (codecs.video === undefined && codecs.audio === undefined) return "unknown";
  return (
    mismatch("video", codecs.video, acceptedVideoCodecs) ??
    mismatch("audio", codecs.audio, acceptedAudioCodecs) ??
    "fits"
  );
}

function mismatch(
  kind: "video" | "audio",
  codec: string | undefined,
  accepted: readonly string[] | undefined,
): Reason | undefined {
  if (codec === undefined || accepted === undefined || accepted.includes(codec)) return undefined;
  return {
    code: "incompatible_media",
    message: `The destination takes ${accepted.join(" or ")} ${kind}, the stream holds ${codec}. Change the ${kind} codec of the encoder.`,
  };
}

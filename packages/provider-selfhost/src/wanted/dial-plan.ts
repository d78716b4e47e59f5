import { CapabilityError, type Destination, presetNameOf, presets, resolveDestination } from "@polycast/core/provider";
import type { DialPlan, WantedTarget } from "../relay/messages.ts";

/** Turns a destination into what the pusher dials, and into what is known of the codecs that it takes. */
export function planOf(
  destination: Destination,
): Pick<WantedTarget, "plan" | "acceptedVideoCodecs" | "acceptedAudioCodecs"> {
  const resolved = resolveDestination(destination);
  if (resolved.protocol === "srt") {
    throw new CapabilityError("unsupported", "selfhost: srt targets are not supported.", {
      operation: "target.create",
      provider: "selfhost",
      hint: "Use an rtmp:// or rtmps:// address.",
    });
  }
  const { protocol, host, port, app, tcUrl, streamKey } = resolved;
  const plan: DialPlan = { protocol, host, port, app, tcUrl, streamKey };
  const name = presetNameOf(destination);
  const preset = name && presets[name];
  if (!preset) return { plan };
  const { video, audio } = preset.codecs;
  return { plan, acceptedVideoCodecs: [...video], acceptedAudioCodecs: [...audio] };
}

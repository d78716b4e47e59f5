import { type NewStream, parseInput, type StreamPatch, type TargetPatch } from "@polycast/core/provider";
import { z } from "zod";

/**
 * `providerOptions.castr` of a stream: settings that Castr takes with it. The first two are in Castr's guide, the
 * others are known from third-party clients.
 */
export const castrStreamOptionsSchema = z.strictObject({
  /** Several qualities for the viewers of Castr's own player. */
  abr: z.boolean().optional(),
  cloudRecording: z.boolean().optional(),
  lowLatencyPlayback: z.boolean().optional(),
  chatEnabled: z.boolean().optional(),
});
export type CastrStreamOptions = z.infer<typeof castrStreamOptionsSchema>;

const targetOptionsSchema = z.strictObject({});

/**
 * The settings that a stream is asked to have, in Castr's words.
 *
 * @throws MultistreamError `invalid_argument`
 */
export function settingsOf({
  providerOptions,
}: Pick<NewStream | StreamPatch, "providerOptions">): Record<string, boolean> {
  const asked = parseInput(castrStreamOptionsSchema, providerOptions?.["castr"] ?? {}, "providerOptions.castr");
  const settings = {
    abr: asked.abr,
    cloud_recording: asked.cloudRecording,
    low_latency_playback: asked.lowLatencyPlayback,
    chat_enabled: asked.chatEnabled,
  };
  return Object.fromEntries(
    Object.entries(settings).filter((pair): pair is [string, boolean] => pair[1] !== undefined),
  );
}

/** A platform has no options. @throws MultistreamError `invalid_argument` when some are given */
export function checkTargetOptions({ providerOptions }: Pick<TargetPatch, "providerOptions">): void {
  parseInput(targetOptionsSchema, providerOptions?.["castr"] ?? {}, "providerOptions.castr");
}

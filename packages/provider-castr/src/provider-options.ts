import { defined, readOptions, type WithOptions } from "@polycast/core/provider";
import * as z from "zod";

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

/**
 * The settings that a stream is asked to have, in Castr's words.
 *
 * @throws MultistreamError `invalid_argument`
 */
export function settingsOf(input: WithOptions): Partial<Record<string, boolean>> {
  const { abr, cloudRecording, lowLatencyPlayback, chatEnabled } = readOptions(
    "castr",
    castrStreamOptionsSchema,
    input,
  );
  return defined({
    abr,
    cloud_recording: cloudRecording,
    low_latency_playback: lowLatencyPlayback,
    chat_enabled: chatEnabled,
  });
}

import { defined, MultistreamError, readOptions, type WithOptions } from "@polycast/core/provider";
import * as z from "zod";

const policiesSchema = z.array(z.enum(["public", "signed", "drm"])).max(10);

/** Of the recording of each session. */
const recordingSchema = z.strictObject({
  playbackPolicies: policiesSchema.optional(),
  videoQuality: z.enum(["basic", "plus", "premium"]).optional(),
  masterAccess: z.enum(["none", "temporary"]).optional(),
  maxResolutionTier: z.enum(["1080p", "1440p", "2160p"]).optional(),
  passthrough: z.string().max(255).optional(),
  title: z.string().max(512).optional(),
});

/**
 * What Mux can be told about a stream beyond the model, under `providerOptions.mux`
 * (https://www.mux.com/docs/api-reference/video/live-streams/create-live-stream).
 */
export const muxStreamOptionsSchema = z.strictObject({
  /** Who may watch it at Mux. Default: nobody, since the stream then has no playback id. */
  playbackPolicies: policiesSchema.optional(),
  /** Free of charge, marked, and at most 5 minutes long. */
  test: z.boolean().optional(),
  latencyMode: z.enum(["low", "reduced", "standard"]).optional(),
  /** How long Mux waits for an encoder that went away. Default 60, and 0 in the modes `low` and `reduced`. */
  reconnectWindowSeconds: z.number().min(0).max(1800).optional(),
  /** Default 43 200. */
  maxContinuousDurationSeconds: z.int().min(60).max(43_200).optional(),
  /** Shows a slate while it waits, in the mode `standard` too. */
  useSlateForStandardLatency: z.boolean().optional(),
  /** An image for the slate; empty for Mux's own. */
  reconnectSlateUrl: z.union([z.url({ protocol: /^https?$/u }), z.literal("")]).optional(),
  audioOnly: z.boolean().optional(),
  recording: recordingSchema.optional(),
});
export type MuxStreamOptions = z.infer<typeof muxStreamOptionsSchema>;

/** Options that Mux takes at creation and never again. */
const fixed = ["playbackPolicies", "test", "audioOnly"] as const;
const fixedOfRecording = ["playbackPolicies", "maxResolutionTier", "passthrough"] as const;

/** @throws MultistreamError `invalid_argument` */
export function readStreamOptions(input: WithOptions): MuxStreamOptions {
  return readOptions("mux", muxStreamOptionsSchema, input);
}

/** The same for a change. @throws MultistreamError `invalid_argument`, also for what can be said at creation only */
export function readChangedOptions(input: WithOptions): MuxStreamOptions {
  const options = readStreamOptions(input);
  const recording = options.recording ?? {};
  const late = [
    ...fixed.filter((name) => options[name] !== undefined),
    ...fixedOfRecording.filter((name) => recording[name] !== undefined).map((name) => `recording.${name}`),
    ...(recording.videoQuality === "basic" ? ["recording.videoQuality"] : []),
  ];
  if (late.length === 0) return options;
  const message = "can be set when the stream is created, and not changed";
  throw new MultistreamError("invalid_argument", `mux: ${late.join(", ")} ${message}.`, {
    provider: "mux",
    issues: late.map((name) => ({ path: `providerOptions.mux.${name}`, message })),
    hint: "Leave it out, or create another stream.",
  });
}

/** The options in Mux's words, for creating and for changing a stream. */
export function optionFields({ recording, ...options }: MuxStreamOptions): Record<string, unknown> {
  return { ...inMuxWords(options), ...(recording ? { new_asset_settings: recordingFields(recording) } : {}) };
}

function recordingFields({ title, ...recording }: z.infer<typeof recordingSchema>): Record<string, unknown> {
  return { ...inMuxWords(recording), ...(title === undefined ? {} : { meta: { title } }) };
}

/** Mux's names are ours in snake case; only a unit it leaves out: `reconnectWindowSeconds` is `reconnect_window`. */
function inMuxWords(options: object): Record<string, unknown> {
  return defined(Object.fromEntries(Object.entries(options).map(([name, value]) => [muxWord(name), value])));
}

function muxWord(name: string): string {
  return name.replace(/Seconds$/u, "").replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}

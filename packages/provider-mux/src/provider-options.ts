import { MultistreamError, parseInput, type ProviderOptions } from "@polycast/core/provider";
import { z } from "zod";

const policiesSchema = z.array(z.enum(["public", "signed", "drm"])).max(10);
const titleSchema = z.string().max(512);

/** Of the recording of each session. */
const recordingSchema = z.strictObject({
  playbackPolicies: policiesSchema.optional(),
  videoQuality: z.enum(["basic", "plus", "premium"]).optional(),
  masterAccess: z.enum(["none", "temporary"]).optional(),
  maxResolutionTier: z.enum(["1080p", "1440p", "2160p"]).optional(),
  passthrough: z.string().max(255).optional(),
  title: titleSchema.optional(),
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

const targetOptionsSchema = z.strictObject({});

/** Options that Mux takes at creation and never again. */
const fixed = ["playbackPolicies", "test", "audioOnly"] as const;
const fixedOfRecording = ["playbackPolicies", "maxResolutionTier", "passthrough"] as const;

/** @throws MultistreamError `invalid_argument` */
export function readStreamOptions(input: { providerOptions?: ProviderOptions | undefined }): MuxStreamOptions {
  return parseInput(muxStreamOptionsSchema, input.providerOptions?.["mux"] ?? {}, "providerOptions.mux");
}

/** The same for a change. @throws MultistreamError `invalid_argument`, also for what can be said at creation only */
export function readChangedOptions(input: { providerOptions?: ProviderOptions | undefined }): MuxStreamOptions {
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

/** Targets have no options. @throws MultistreamError `invalid_argument` */
export function checkTargetOptions(input: { providerOptions?: ProviderOptions | undefined }): void {
  parseInput(targetOptionsSchema, input.providerOptions?.["mux"] ?? {}, "providerOptions.mux");
}

/** The options in Mux's words, for creating and for changing a stream. */
export function optionFields(options: MuxStreamOptions): Record<string, unknown> {
  return defined({
    playback_policies: options.playbackPolicies,
    test: options.test,
    latency_mode: options.latencyMode,
    reconnect_window: options.reconnectWindowSeconds,
    max_continuous_duration: options.maxContinuousDurationSeconds,
    use_slate_for_standard_latency: options.useSlateForStandardLatency,
    reconnect_slate_url: options.reconnectSlateUrl,
    audio_only: options.audioOnly,
    new_asset_settings: options.recording && recordingFields(options.recording),
  });
}

function recordingFields(recording: z.infer<typeof recordingSchema>): Record<string, unknown> {
  return defined({
    playback_policies: recording.playbackPolicies,
    video_quality: recording.videoQuality,
    master_access: recording.masterAccess,
    max_resolution_tier: recording.maxResolutionTier,
    passthrough: recording.passthrough,
    meta: recording.title === undefined ? undefined : { title: recording.title },
  });
}

function defined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

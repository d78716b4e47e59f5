import { readOptions, type WithOptions } from "@polycast/core/provider";
import * as z from "zod";

const profileSchema = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(500)
    .refine((name) => name !== "source", { message: "must not be `source`, which is what comes in" }),
  width: z.int().min(128),
  height: z.int().min(128),
  /** Bits per second. */
  bitrate: z.int().min(400),
  /** 0: as it comes in. */
  fps: z.int().min(0),
  fpsDen: z.int().min(1).optional(),
  quality: z.int().min(0).max(44).optional(),
  gop: z.string().optional(),
  profile: z.enum(["H264Baseline", "H264Main", "H264High", "H264ConstrainedHigh"]).optional(),
  encoder: z.enum(["H.264"]).optional(),
});

const streamOptionsSchema = z.strictObject({
  /** What is encoded besides the source; `[]`: nothing. Default: 240p0, 360p0, 480p0 and 720p0. Only while idle. */
  profiles: z
    .array(profileSchema)
    .max(50)
    .refine((profiles) => new Set(profiles.map(({ name }) => name)).size === profiles.length, {
      message: "must have names that differ",
    })
    .optional(),
  /** Record the sessions? Only while idle. */
  record: z.boolean().optional(),
  /** Whom Livepeer's analytics count the stream for. */
  creatorId: z.string().min(1).max(255).optional(),
  /** Who may watch. */
  playbackPolicy: z
    .strictObject({
      type: z.enum(["public", "jwt", "webhook"]),
      webhookId: z.string().optional(),
      webhookContext: z.record(z.string(), z.unknown()).optional(),
      refreshInterval: z.number().positive().optional(),
      allowedOrigins: z.array(z.string()).optional(),
    })
    .optional(),
});
/** `providerOptions.livepeer` of a stream, see https://docs.livepeer.org/api-reference/stream/create */
export type LivepeerStreamOptions = z.infer<typeof streamOptionsSchema>;

/** What Livepeer encodes when a stream is made without `profiles`. */
const DEFAULT_PROFILES = ["240p0", "360p0", "480p0", "720p0"];

/** @throws MultistreamError `invalid_argument` */
export function readStreamOptions(input: WithOptions): LivepeerStreamOptions {
  return readOptions("livepeer", streamOptionsSchema, input);
}

/** The renditions that a stream made with these options has besides `source`. */
export function profileNamesFrom(options: LivepeerStreamOptions): string[] {
  return options.profiles?.map(({ name }) => name) ?? DEFAULT_PROFILES;
}

import * as z from "zod";
import { presetNameSchema } from "../presets/preset-name.ts";

/** How media travels: RTMP, RTMP over TLS, or SRT. */
export const protocolSchema = z.enum(["rtmp", "rtmps", "srt"]);
export type Protocol = z.infer<typeof protocolSchema>;

const MAX_URL = 4096;
const MAX_KEY = 4096;
const URL_FAULT = "must start with rtmp://, rtmps:// or srt:// and name a host";

const rtmpDestinationSchema = z.strictObject({
  /** Server URL with host and application; may already end in the key. */
  url: z
    .string()
    .trim()
    .max(MAX_URL)
    .regex(/^rtmps?:\/\/[^\s/]+/iu, { message: URL_FAULT })
    .pipe(z.custom<`rtmp://${string}` | `rtmps://${string}`>((url) => typeof url === "string")),
  /** The credential of the platform; opaque, may hold a query and slashes. */
  streamKey: z.string().trim().min(1).max(MAX_KEY).optional(),
});

const srtDestinationSchema = z.strictObject({
  url: z
    .string()
    .trim()
    .max(MAX_URL)
    .regex(/^srt:\/\/[^\s/]+/iu, { message: URL_FAULT })
    .pipe(z.custom<`srt://${string}`>((url) => typeof url === "string")),
  streamId: z.string().min(1).max(512).optional(),
  /** 10 to 79 characters (libsrt, `SRTO_PASSPHRASE`). */
  passphrase: z.string().min(10).max(79).optional(),
});

const presetDestinationSchema = z.strictObject({
  preset: presetNameSchema,
  streamKey: z.string().trim().min(1).max(MAX_KEY),
});

/** Where a target sends to. Goes in, never comes out; the scheme decides the protocol. */
export const destinationSchema = z.union([rtmpDestinationSchema, srtDestinationSchema, presetDestinationSchema]);
export type RtmpDestination = z.infer<typeof rtmpDestinationSchema>;
export type SrtDestination = z.infer<typeof srtDestinationSchema>;
export type PresetDestination = z.infer<typeof presetDestinationSchema>;
export type Destination = RtmpDestination | SrtDestination | PresetDestination;

import * as z from "zod";
import { presetNameSchema } from "../presets/preset-name.ts";
import { protocolSchema } from "./destination.ts";

/**
 * What is said about a destination when it comes out: enough to recognise it, nothing to use it.
 * It has no `url`, so neither type is assignable to the other.
 */
export const redactedDestinationSchema = z.object({
  redacted: z.literal(true),
  /** Absent where the provider does not tell where it sends to. */
  protocol: protocolSchema.optional(),
  /** Host name, with the port where it is not the protocol's default. Absent where it is not known. */
  host: z.string().optional(),
  /** The RTMP application, without its query. */
  app: z.string().optional(),
  /** The last four characters of a key of at least twelve, e.g. `…x7Qz`. */
  keyHint: z.string().optional(),
  preset: presetNameSchema.optional(),
});
export type RedactedDestination = z.infer<typeof redactedDestinationSchema>;

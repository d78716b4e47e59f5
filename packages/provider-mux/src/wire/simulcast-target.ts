import * as z from "zod";

/** The fields of a simulcast target that are read. Holds the destination's key in clear text: never log it. */
export const wireTargetSchema = z.object({
  id: z.string(),
  url: z.string(),
  stream_key: z.string().nullish(),
  /** `idle`, `starting`, `broadcasting`, `errored`, or a word to come. */
  status: z.string(),
  error_severity: z.string().nullish(),
  passthrough: z.string().nullish(),
});
export type WireTarget = z.infer<typeof wireTargetSchema>;

export const targetAnswerSchema = z.object({ data: wireTargetSchema });

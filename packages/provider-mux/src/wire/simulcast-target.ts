import { idSchema, textSchema, wordSchema } from "@polycast/core/provider";
import * as z from "zod";

/** The fields of a simulcast target that are read. Holds the destination's key in clear text: never log it. */
export const wireTargetSchema = z.object({
  id: idSchema,
  url: textSchema.transform((url) => url ?? ""),
  stream_key: textSchema,
  /** `idle`, `starting`, `broadcasting`, `errored`, or a word to come. */
  status: wordSchema,
  error_severity: wordSchema,
  passthrough: wordSchema,
});
export type WireTarget = z.infer<typeof wireTargetSchema>;

export const targetAnswerSchema = z.object({ data: wireTargetSchema });

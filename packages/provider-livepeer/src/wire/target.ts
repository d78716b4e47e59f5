import { idSchema, lenient, textSchema, wordSchema } from "@polycast/core/provider";
import * as z from "zod";

/** A target object: an address of its own, sent to by the streams that refer to it. */
export const targetSchema = z.object({
  id: idSchema,
  name: wordSchema,
  disabled: lenient(z.boolean()),
  /** Milliseconds since 1970. */
  createdAt: lenient(z.number()),
  /** A credential; answered to keys of administrators only. */
  url: textSchema,
});
export type WireTarget = z.infer<typeof targetSchema>;

export const targetListSchema = z.array(targetSchema);

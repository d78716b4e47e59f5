import * as z from "zod";

/** A target object: an address of its own, sent to by the streams that refer to it. */
export const targetSchema = z.object({
  id: z.string().min(1),
  name: z.string().nullish(),
  disabled: z.boolean().nullish(),
  /** Milliseconds since 1970. */
  createdAt: z.number().nullish(),
  /** A credential; answered to keys of administrators only. */
  url: z.string().nullish(),
});
export type WireTarget = z.infer<typeof targetSchema>;

export const targetListSchema = z.array(targetSchema);

import * as z from "zod";
import { idSchema, textSchema, wordSchema } from "./text.ts";

/** A platform of a live stream, which is what Castr calls a target. `key` is in clear. */
export const platformSchema = z.object({
  _id: idSchema,
  /** `custom`, or something else for one that was linked by OAuth in Castr's dashboard. */
  template: wordSchema,
  /** Missing from every sample of Castr's guides; third-party clients send and read it. */
  name: wordSchema,
  server: textSchema,
  key: textSchema,
  enabled: z.boolean().nullish().catch(undefined),
  /** `online` or `offline`; missing from the answer to a create. */
  broadcasting_status: wordSchema,
});
export type Platform = z.infer<typeof platformSchema>;

import * as z from "zod";
import { textSchema } from "./text.ts";

/** A platform of a live stream, which is what Castr calls a target. `key` is in clear. */
export const platformSchema = z.object({
  _id: z.string().min(1),
  /** `custom`, or something else for one that was linked by OAuth in Castr's dashboard. */
  template: textSchema,
  /** Missing from every sample of Castr's guides; third-party clients send and read it. */
  name: textSchema,
  server: textSchema,
  key: textSchema,
  enabled: z.boolean().nullish(),
  /** `online` or `offline`; missing from the answer to a create. */
  broadcasting_status: textSchema,
});
export type Platform = z.infer<typeof platformSchema>;

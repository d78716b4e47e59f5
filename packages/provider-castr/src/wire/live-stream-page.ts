import * as z from "zod";
import { liveStreamSchema } from "./live-stream.ts";

/** One page of the list of live streams; its shape is known from third-party clients, not from Castr's guides. */
export const liveStreamPageSchema = z.object({
  docs: z.array(liveStreamSchema),
  page: z.number().nullish().catch(undefined),
  /** How many pages there are. */
  pages: z.number().nullish().catch(undefined),
});
export type LiveStreamPage = z.infer<typeof liveStreamPageSchema>;

import * as z from "zod";
import { liveStreamSchema } from "./live-stream.ts";
import { platformSchema } from "./platform.ts";

/**
 * The answer to adding a platform. Castr's guide shows the platform; readers of its reference saw the whole live
 * stream; and an empty body is no failure.
 */
export const createdPlatformSchema = z.union([
  liveStreamSchema.extend({ platforms: z.array(platformSchema) }).transform((stream) => ({ stream })),
  platformSchema.transform((platform) => ({ platform })),
  z.unknown().transform(() => ({})),
]);
export type CreatedPlatform = { stream?: z.infer<typeof liveStreamSchema>; platform?: z.infer<typeof platformSchema> };

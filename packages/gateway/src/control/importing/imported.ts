import { errorCodeSchema, noticeSchema, redactedDestinationSchema } from "@polycast/core/provider";
import * as z from "zod";

const importedTargetSchema = z.object({
  /** The provider's own id. */
  providerId: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  destination: redactedDestinationSchema,
});

/** A stream that a provider has, and what became, or would become, of it here. */
export const importedSchema = z.object({
  /** The provider's own id. */
  providerId: z.string(),
  name: z.string(),
  targets: z.array(importedTargetSchema),
  /** It was here before: our id. */
  already: z.string().optional(),
  /** It is here from now on: our id. */
  imported: z.string().optional(),
  /** Why it could not be taken over. */
  error: z.object({ code: errorCodeSchema, message: z.string() }).optional(),
  /** What is to be known of it and of its targets. */
  notices: z.array(noticeSchema),
});
export type Imported = z.infer<typeof importedSchema>;

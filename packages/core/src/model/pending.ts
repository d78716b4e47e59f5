import * as z from "zod";
import { errorCodeSchema } from "../errors/error-code-schema.ts";
import { timestampSchema } from "./common.ts";

/** When a change takes effect: at once, when the stream goes idle, or with the next session. */
export const appliesSchema = z.enum(["now", "stream_idle", "next_session"]);
export type Applies = z.infer<typeof appliesSchema>;

/**
 * Wanted minus observed, derived. Absent: the provider has accepted all that was asked.
 * Undoing a change removes it without a call.
 */
export const pendingSchema = z.object({
  changes: z.array(z.enum(["create", "update", "delete", "enable", "disable"])),
  applies: appliesSchema,
  since: timestampSchema,
  /** The last attempt's error, where it failed. */
  error: z
    .object({
      code: errorCodeSchema,
      message: z.string(),
      /** Is it tried again by itself: at `nextAttemptAt`, or when the change applies? Else nothing follows until something changes. */
      retryable: z.boolean(),
      nextAttemptAt: timestampSchema.optional(),
    })
    .optional(),
});
export type Pending = z.infer<typeof pendingSchema>;

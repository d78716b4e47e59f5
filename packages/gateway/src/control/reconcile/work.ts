import * as z from "zod";
import { errorCodeSchema } from "@polycast/core/provider";
import { readStored } from "./read-stored.ts";

/** What a call that was begun does. */
const doingSchema = z.enum(["create", "delete", "update"]);
export type Doing = z.infer<typeof doingSchema>;

/** Column `work`. All times are milliseconds since 1970. */
export const workSchema = z.object({
  /** Since when something is open without a break. */
  since: z.number(),
  /** Failed ones in a row. */
  attempts: z.int().nonnegative(),
  nextAttemptAt: z.number().optional(),
  /** Of the last attempt. The message has at most 500 characters. */
  error: z.object({ code: errorCodeSchema, message: z.string(), retryable: z.boolean() }).optional(),
  /** A call of which it is not known whether it did anything. */
  inDoubt: doingSchema.optional(),
  /** The keyed hash of the destination that this call carried. */
  sent: z.string().optional(),
  /** The session in which the target was found missing. */
  missing: z.string().optional(),
});

/** What is known of the work on what is open. */
export type Work = z.infer<typeof workSchema>;

/** Reads the column; absent: there is none. @throws MultistreamError `internal` */
export function workOf(text: string | undefined): Work | undefined {
  return text === undefined ? undefined : readStored(workSchema, text, "`work`");
}

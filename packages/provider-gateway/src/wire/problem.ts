import { errorCodeSchema, lenient } from "@polycast/core/provider";
import * as z from "zod";

const issueSchema = z.object({ path: z.string(), message: z.string() });

/** What a gateway answers to what cannot be done (RFC 9457). Anything in front of it may answer with something else. */
export const wireProblemSchema = z.object({
  detail: lenient(z.string()),
  code: lenient(errorCodeSchema),
  retryable: lenient(z.boolean()),
  outcome: lenient(z.enum(["not_applied", "unknown"])),
  hint: lenient(z.string()),
  issues: lenient(z.array(issueSchema)),
});

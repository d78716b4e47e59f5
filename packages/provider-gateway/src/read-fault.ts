import { defined, type ErrorAnswer, type ProviderFault } from "@polycast/core/provider";
import { wireProblemSchema } from "./wire/problem.ts";

/** Named in the issues where the key of a request was that of another. */
const KEY_HEADER = "Idempotency-Key";

/** What a gateway's problem says; nothing where it is not the gateway that has answered: the status alone decides then. */
export function readFault({ body }: ErrorAnswer): ProviderFault {
  const read = wireProblemSchema.safeParse(body);
  if (!read.success || !read.data.code) return {};
  const { code, detail, hint, issues, outcome, retryable } = read.data;
  // Every key that is sent fits: that of another request is what is meant, and in the model that is a conflict.
  const isReused = issues?.some(({ path }) => path === KEY_HEADER);
  return defined({
    code: isReused ? "conflict" : code,
    message: detail ?? undefined,
    hint: hint ?? undefined,
    issues: issues ?? undefined,
    outcome: outcome ?? undefined,
    retryable: retryable ?? undefined,
  });
}

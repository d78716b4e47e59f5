import { MultistreamError } from "@polycast/core";
import type * as z from "zod";

/** Understands an answer. @throws MultistreamError `provider_response_invalid` when it is not what was asked for */
export function readAnswer<S extends z.ZodType>(schema: S, answer: unknown): z.output<S> {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  const paths = result.error.issues.map(({ path }) => path.join(".")).slice(0, 5);
  throw new MultistreamError("provider_response_invalid", "The gateway's answer is not understood.", {
    hint: `Is it of another version than this command? Not as expected: ${paths.join(", ")}.`,
  });
}

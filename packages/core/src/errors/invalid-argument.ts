import type { z } from "zod";
import { MultistreamError } from "./multistream-error.ts";

/**
 * Checks an input against its schema.
 *
 * @throws MultistreamError `invalid_argument` with one issue per fault; a faulty value is never repeated.
 */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown, what: string): z.output<S> {
  const result = schema.safeParse(input, { reportInput: false });
  if (result.success) return result.data;
  const issues = result.error.issues.flatMap(flatten);
  const first = issues[0];
  throw new MultistreamError("invalid_argument", `Invalid ${what}: ${first ? describe(first) : "does not fit"}.`, {
    issues,
    hint: "Mend the fields named in `issues` and send it again.",
  });
}

type Flat = { path: string; message: string };

function describe(issue: Flat): string {
  return issue.path === "" ? issue.message : `${issue.path}: ${issue.message}`;
}

/** A union says only "Invalid input"; the branch that came closest says why. */
function flatten(issue: z.core.$ZodIssue): Flat[] {
  const path = issue.path.map(String).join(".");
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return [{ path, message: issue.message }];
  const deepest = issue.errors.toSorted((a, b) => weight(a) - weight(b))[0] ?? [];
  return deepest.flatMap((inner) => flatten({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** Fewer faults and no foreign keys: most likely the branch that was meant. */
function weight(issues: z.core.$ZodIssue[]): number {
  return issues.reduce((sum, issue) => sum + (issue.code === "unrecognized_keys" ? 10 : 1), 0);
}

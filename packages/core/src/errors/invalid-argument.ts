import type * as z from "zod";
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
  const nearest = issue.errors.toSorted((a, b) => distance(a) - distance(b))[0] ?? [];
  return nearest.flatMap((inner) => flatten({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** How far a branch of a union is from what was meant: a field too many is less than a wrong one, less than none. */
function distance(issues: z.core.$ZodIssue[]): number {
  return issues.reduce((sum, issue) => sum + (distances[issue.code] ?? WRONG), 0);
}

const WRONG = 2;
const distances: Partial<Record<z.core.$ZodIssue["code"], number>> = { unrecognized_keys: 1, invalid_type: 3 };

import type * as z from "zod";

/** A NUL, which PostgreSQL has no place for, or half of a surrogate pair, which comes back as U+FFFD. */
const BROKEN = /[\0\p{Cs}]/u;
const message = "must hold neither a NUL (U+0000) nor half of a surrogate pair";
/** Characters of a path that are told: the caller decides how deep an input is and how long its keys are. */
const MAX_PATH = 255;
/** Places that one field tells at most. */
const MAX_ISSUES = 20;

/**
 * An input of a schema, all text in which, its keys included, every store and provider keeps as it is. At most 20 places
 * are told; that of a key is the object that has it.
 */
export function sound<S extends z.ZodType>(schema: S): S {
  return schema.superRefine((input, context) => {
    for (const path of brokenPaths(input)) context.addIssue({ code: "custom", path: path ? [path] : [], message });
  });
}

/** Without recursion: JSON may be nested deeper than the stack is. */
function brokenPaths(input: unknown): ReadonlySet<string> {
  const broken = new Set<string>();
  const open: [path: string, value: unknown][] = [["", input]];
  for (const [path, value] of open) {
    if (broken.size === MAX_ISSUES) break;
    if (typeof value === "string" && BROKEN.test(value)) broken.add(path);
    if (typeof value !== "object" || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (BROKEN.test(key)) broken.add(path);
      else open.push([`${path}${path && "."}${key}`.slice(0, MAX_PATH), inner]);
    }
  }
  return broken;
}

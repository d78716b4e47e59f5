import type * as z from "zod";

/**
 * The value, as the schema reads it.
 *
 * @param refuse makes the error from the first thing that is wrong: the path of the field (empty: the value itself) and
 * what is wrong with it; never the value, which may be a secret
 * @throws what `refuse` makes
 */
export function checkWith<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  refuse: (field: string, message: string) => Error,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refuse(issue?.path.join(".") ?? "", issue?.message ?? "is invalid");
}

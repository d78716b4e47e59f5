import type { Context } from "hono";

/** The query of a request, with numbers as numbers and repeated or comma-separated lists as lists. */
export function queryOf(
  c: Context,
  kinds: { numbers?: readonly string[]; lists?: readonly string[] } = {},
): Record<string, unknown> {
  const query: Record<string, unknown> = {};
  for (const [name, values] of Object.entries(c.req.queries())) {
    const [first] = values;
    if (kinds.lists?.includes(name)) query[name] = values.flatMap((value) => value.split(","));
    else if (kinds.numbers?.includes(name)) query[name] = first === "" ? first : Number(first);
    else query[name] = first;
  }
  return query;
}

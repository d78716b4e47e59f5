import type { Context } from "hono";
import { refuseBrokenText } from "./refuse-broken-text.ts";

/**
 * The query of a request, with numbers as numbers and repeated or comma-separated lists as lists.
 *
 * @throws MultistreamError `invalid_argument` for text that could not be looked for
 */
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
  refuseBrokenText(query, "query");
  return query;
}

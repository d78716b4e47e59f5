import * as z from "zod";
import type { Api } from "./api.ts";

const pageSchema = z.object({ data: z.array(z.unknown()), nextCursor: z.string().optional() });

/**
 * Every item of a list of the gateway, over all its pages.
 *
 * @param path with its query, without a cursor
 * @param from the cursor to begin behind; default: the beginning
 */
export async function listAll<T>(api: Api, path: string, schema: z.ZodType<T>, from?: string): Promise<T[]> {
  const items: T[] = [];
  let cursor = from;
  do {
    const separator = path.includes("?") ? "&" : "?";
    const next = cursor === undefined ? path : `${path}${separator}cursor=${encodeURIComponent(cursor)}`;
    const page = pageSchema.parse(JSON.parse(await api.text("GET", next)));
    items.push(...page.data.map((item) => schema.parse(item)));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return items;
}

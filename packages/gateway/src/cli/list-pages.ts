import * as z from "zod";
import { type GatewayClient, type Query, withQuery } from "./gateway-client.ts";
import { readAnswer } from "./read-answer.ts";
import { wholeNumber } from "./usage-error.ts";

/** Things that one page of the API holds at most. */
const PAGE = 100;
/** Things that a command lists at most. */
const MOST = 10_000;
const DEFAULT = 50;

/** The flag of a list. */
export const limitFlag = {
  limit: { type: "string", description: `How many at most, 1 to ${MOST}. Default ${DEFAULT}.` },
} as const;

/** A list as it was gathered from its pages. `data` is what the gateway has answered. */
export type Listed<T> = { items: T[]; json: { data: unknown[]; nextCursor?: string } };

/** Reads pages until there are enough. @throws UsageError for the limit; MultistreamError as a call does */
export async function listPages<S extends z.ZodType>(
  client: () => GatewayClient,
  path: string,
  { schema, query = {}, limit }: { schema: S; query?: Query; limit: string | undefined },
): Promise<Listed<z.output<S>>> {
  const wanted = wholeNumber(limit, { least: 1, most: MOST, flag: "--limit" }) ?? DEFAULT;
  const gateway = client();
  const pageSchema = z.object({ data: z.array(z.unknown()), nextCursor: z.string().optional() });
  const data: unknown[] = [];
  let cursor: string | undefined;
  do {
    const size = Math.min(PAGE, wanted - data.length);
    const answer = await gateway.call("GET", withQuery(path, { ...query, cursor, limit: size }));
    const page = readAnswer(pageSchema, answer);
    data.push(...page.data);
    // A page that ends where it began would go on for ever.
    cursor = page.nextCursor === cursor ? undefined : page.nextCursor;
  } while (cursor !== undefined && data.length < wanted);
  const items = readAnswer(z.array(schema), data);
  return { items, json: { data, ...(cursor === undefined ? {} : { nextCursor: cursor }) } };
}

/** A table, and under it that there is more. */
export function withMore(text: string, { json }: Listed<unknown>): string {
  return json.nextCursor === undefined ? text : `${text}\n… and more: narrow it with a filter, or raise --limit.`;
}

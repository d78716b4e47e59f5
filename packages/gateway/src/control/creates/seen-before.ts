import { defined } from "@polycast/core/provider";
import * as z from "zod";
import type { Instance } from "../providers/instances.ts";

/** Pages of 100 streams that are read before a create. */
const PAGES = 3;
const LIMIT = 100;

/** The streams that a provider had before a create of ours, as far as they were read; its own ids. */
export const seenBeforeSchema = z.object({
  ids: z.array(z.string()),
  /** Were they all read? Else a stream that is not among them may be an old one. */
  isWhole: z.boolean(),
});
export type SeenBefore = z.infer<typeof seenBeforeSchema>;

/**
 * Reads which streams a provider has, so that what a create has made is known later for a new one: stored before the
 * create is asked for, it outlives the process. Needed only where the stream carries no mark of its own; see `findMade`.
 *
 * @throws MultistreamError what the provider's list throws
 */
export async function readSeenBefore(instance: Instance): Promise<SeenBefore> {
  const ids: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const query = defined({ limit: LIMIT, cursor });
    const { data, nextCursor } = await instance.call((context) => instance.adapter.streams.list(query, context));
    ids.push(...data.map(({ id }) => id));
    if (nextCursor === undefined) return { ids, isWhole: true };
    cursor = nextCursor;
  }
  return { ids, isWhole: false };
}

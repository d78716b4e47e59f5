import type { AdapterPage } from "../contract/provider-adapter.ts";
import { MultistreamError } from "../errors/multistream-error.ts";

const CURSOR = /^offset-(\d{1,9})$/;

/**
 * Which page a cursor and a limit mean, for a provider that counts pages from 1: a place in the list is reached only
 * with a limit that divides it.
 *
 * @throws MultistreamError `invalid_argument` for a cursor that is not from this list, or was made with another limit
 */
export function pageOf(provider: string, { cursor = "offset-0", limit }: { cursor?: string; limit: number }): number {
  const offset = Number(CURSOR.exec(cursor)?.[1]);
  if (offset % limit === 0) return offset / limit + 1;
  throw new MultistreamError(
    "invalid_argument",
    `${provider}: the cursor is not from this list, or of another limit.`,
    {
      provider,
      hint: "Keep the same `limit` for all pages, or begin again without a cursor.",
    },
  );
}

/** A page with the cursor of the next one. @param isLast default: it is not full */
export function toPage<T>(
  data: T[],
  { page, limit }: { page: number; limit: number },
  isLast: boolean = data.length < limit,
): AdapterPage<T> {
  return isLast ? { data } : { data, nextCursor: `offset-${page * limit}` };
}

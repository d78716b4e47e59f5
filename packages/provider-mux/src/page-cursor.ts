import { type AdapterPage, MultistreamError } from "@polycast/core/provider";

const CURSOR = /^offset:(\d{1,9})$/u;

/**
 * Which page of Mux's a cursor and a limit mean: Mux counts pages, so a place in the list is reached only with a limit
 * that divides it.
 *
 * @throws MultistreamError `invalid_argument` for a cursor that is not from this list, or was made with another limit
 */
export function pageOf({ cursor, limit }: { cursor?: string; limit: number }): number {
  const offset = cursor === undefined ? 0 : readCursor(cursor);
  if (offset % limit !== 0) throw badCursor("was made with another limit", "Keep the same `limit` for all pages.");
  return offset / limit + 1;
}

/** A full page may be the last one: Mux gives no total, so only a page that is not full says so. */
export function toPage<T>(data: T[], { page, limit }: { page: number; limit: number }): AdapterPage<T> {
  return data.length < limit ? { data } : { data, nextCursor: encode(`offset:${page * limit}`) };
}

function readCursor(cursor: string): number {
  const parts = CURSOR.exec(decode(cursor));
  if (!parts) throw badCursor("is not from this list", "Begin again without a cursor.");
  return Number(parts[1]);
}

function encode(text: string): string {
  return btoa(text).replace(/=+$/u, "");
}

function decode(cursor: string): string {
  try {
    return atob(cursor);
  } catch {
    return "";
  }
}

function badCursor(what: string, hint: string): MultistreamError {
  return new MultistreamError("invalid_argument", `mux: the cursor ${what}.`, { provider: "mux", hint });
}

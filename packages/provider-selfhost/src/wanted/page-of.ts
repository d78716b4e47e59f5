import { type AdapterPage, MultistreamError } from "@polycast/core/provider";
import type { StoredStream } from "./stored-stream.ts";

/** A stream in a list; `number` is the order of those that were made in the same millisecond. */
export type Listed = { stream: Pick<StoredStream, "createdAt">; number: number };

/** A place in the list: when a record was made, and its number. */
type Place = readonly [createdAt: number, number: number];

/**
 * One page of a list, newest first. The cursor is the place of the last item: what is made or deleted between two pages
 * neither repeats nor hides another.
 *
 * @throws MultistreamError `invalid_argument` for a cursor that is not from this list
 */
export function pageOf<T extends Listed>(
  records: Iterable<T>,
  { cursor, limit }: { cursor?: string; limit: number },
): AdapterPage<T> {
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const all = Array.from(records, (record) => ({ record, place: placeOf(record) }));
  const rest = all
    .filter(({ place }) => after === undefined || isNewer(after, place))
    .toSorted((a, b) => (isNewer(a.place, b.place) ? -1 : 1));
  const page = rest.slice(0, limit);
  const data = page.map(({ record }) => record);
  const last = page.at(-1);
  return last && rest.length > limit ? { data, nextCursor: last.place.join("-") } : { data };
}

function placeOf({ stream, number }: Listed): Place {
  return [Date.parse(stream.createdAt), number];
}

function isNewer(a: Place, b: Place): boolean {
  return a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);
}

function readCursor(cursor: string): Place {
  const parts = /^(\d{1,16})-(\d{1,16})$/u.exec(cursor);
  if (!parts) {
    throw new MultistreamError("invalid_argument", "The cursor is not from this list.", {
      provider: "selfhost",
      hint: "Begin again without a cursor.",
    });
  }
  return [Number(parts[1]), Number(parts[2])];
}

import { MultistreamError } from "@polycast/core/provider";

/** A page of Castr's list. */
export type PagePlace = { page: number; limit: number };

/** A cursor keeps the size of the pages that it belongs to: with another one, pages would overlap. */
export function toCursor({ page, limit }: PagePlace): string {
  return `${page}-${limit}`;
}

/** @throws MultistreamError `invalid_argument` for a cursor that is not from this list */
export function readCursor(cursor: string): PagePlace {
  const parts = /^([1-9]\d{0,8})-([1-9]\d{0,3})$/u.exec(cursor);
  if (!parts) {
    throw new MultistreamError("invalid_argument", "The cursor is not from this list.", {
      provider: "castr",
      hint: "Begin again without a cursor.",
    });
  }
  return { page: Number(parts[1]), limit: Number(parts[2]) };
}

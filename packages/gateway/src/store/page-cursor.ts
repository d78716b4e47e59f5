import { MultistreamError } from "@polycast/core";
import { type RawBuilder, sql, type SqlBool } from "kysely";

/** The last thing of a page: the next page holds what follows it in the order of the list. */
export type PagePosition = { createdAt: number; id: string };

/** One page of a list, newest first unless said otherwise. */
export type Page<T> = { data: T[]; nextCursor?: string };

/** The most rows that one query returns. */
export const MAX_PAGE = 500;

const cursorPattern = /^(?<createdAt>\d{1,15})\.(?<id>[\w-]{1,64})$/u;

/** An opaque word for a position. */
export function encodeCursor(position: PagePosition): string {
  return Buffer.from(`${position.createdAt}.${position.id}`).toString("base64url");
}

/** @throws MultistreamError `invalid_argument` when the cursor was not made by `encodeCursor`. */
export function decodeCursor(cursor: string): PagePosition {
  const match = cursorPattern.exec(Buffer.from(cursor, "base64url").toString());
  const { createdAt, id } = match?.groups ?? {};
  if (createdAt === undefined || id === undefined) {
    throw new MultistreamError("invalid_argument", "The cursor is not one of ours.", {
      issues: [{ path: "cursor", message: "is not a cursor of this list" }],
      hint: "Send the `nextCursor` of the page before, unchanged, or none for the first page.",
    });
  }
  return { createdAt: Number(createdAt), id };
}

/** The condition for what follows a cursor, in a list that is ordered by this time and id, newest first. */
export function olderThan(cursor: string, column: "created_at" | "received_at" = "created_at"): RawBuilder<SqlBool> {
  const { createdAt, id } = decodeCursor(cursor);
  return sql<SqlBool>`(${sql.ref(column)}, id) < (${createdAt}, ${id})`;
}

/** The same in a list that is ordered oldest first. */
export function newerThan(cursor: string): RawBuilder<SqlBool> {
  const { createdAt, id } = decodeCursor(cursor);
  return sql<SqlBool>`(created_at, id) > (${createdAt}, ${id})`;
}

/** Cuts a page of `limit` out of rows that were read with one more than that. */
export function toPage<T extends PagePosition>(rows: T[], limit: number): Page<T> {
  return toPageBy(rows, limit, (row) => row);
}

/** The same for rows that are ordered by another time than their creation. */
export function toPageBy<T>(rows: T[], limit: number, positionOf: (row: T) => PagePosition): Page<T> {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return rows.length > limit && last !== undefined ? { data, nextCursor: encodeCursor(positionOf(last)) } : { data };
}

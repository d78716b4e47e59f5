import { stripVTControlCharacters } from "node:util";

/** Between two columns. */
const GAP = "   ";

/**
 * Lines up the cells of rows in columns; escape sequences for colours take no room. Rows may be of different length, and
 * nothing stands after the last cell of a row.
 *
 * @param indent spaces before every row
 */
export function alignRows(rows: readonly (readonly string[])[], indent = 0): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, widthOf(cell));
  }
  const pad = (cell: string, column: number): string => cell + " ".repeat((widths[column] ?? 0) - widthOf(cell));
  return rows.map((row) => " ".repeat(indent) + row.map(pad).join(GAP).trimEnd()).join("\n");
}

/**
 * Text from elsewhere as it may stand in a terminal: control characters, with which it could move the cursor or set the
 * title, are gone.
 */
export function plainCell(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/\p{Cc}+/gu, " ");
}

function widthOf(cell: string): number {
  return stripVTControlCharacters(cell).length;
}

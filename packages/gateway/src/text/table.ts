import stringWidth from "string-width";

/** Between two columns. */
const GAP = "   ";

/**
 * Lines up the cells of rows in columns, as wide as a terminal shows them: escape sequences for colours take no room, and
 * wide characters two places. Rows may be of different length, and nothing stands after the last cell of a row.
 *
 * @param indent spaces before every row
 */
export function alignRows(rows: readonly (readonly string[])[], indent = 0): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, stringWidth(cell));
  }
  const pad = (cell: string, column: number): string => cell + " ".repeat((widths[column] ?? 0) - stringWidth(cell));
  return rows.map((row) => " ".repeat(indent) + row.map(pad).join(GAP).trimEnd()).join("\n");
}

/** A Markdown table. Cells may hold inline Markdown; a `|` in them is escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function line(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(" | ")} |`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

/** Inline code. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** Several words as inline code, separated by commas; a dash for none. */
export function codes(words: readonly string[]): string {
  return words.length === 0 ? "–" : words.map(code).join(", ");
}

/** A link to a page: the site and the last part of the path are shown. A path of the repository is seen from `docs/`. */
export function link(page: string): string {
  if (!URL.canParse(page)) return `[${page}](${page.startsWith("docs/") ? page.slice("docs/".length) : `../${page}`})`;
  const { host, pathname } = new URL(page);
  return `[${host}: ${pathname.slice(pathname.lastIndexOf("/") + 1)}](${page})`;
}

/** A fenced diagram, as GitHub draws it. */
export function mermaid(lines: readonly string[]): string {
  return ["```mermaid", ...lines, "```"].join("\n");
}

/** A part that is folded away until somebody asks for it. */
export function folded(summary: string, body: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

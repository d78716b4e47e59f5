export type Section = [title: string, body: string];

/** A generated page: a heading, a sentence, its contents, its sections. The same data always gives the same text. */
export function page(title: string, introduction: string, sections: readonly Section[]): string {
  return [
    "<!-- Made by `pnpm gen` from the code and the tables in the packages. Change those, not this page. -->",
    `# ${title}`,
    introduction,
    sections.map(([heading]) => `[${heading}](#${anchor(heading)})`).join(" · "),
    ...sections.map(([heading, body]) => `## ${heading}\n\n${body}`),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/u, "\n");
}

/** The way GitHub makes an anchor of a heading. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, "")
    .replaceAll(" ", "-");
}

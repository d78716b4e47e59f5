/** The code blocks of one language under a heading of a Markdown text. @throws Error when there is none */
export function codeBlocks(markdown: string, heading: string, language: string): string[] {
  const start = markdown.split("\n").indexOf(heading);
  if (start < 0) throw new Error(`There is no heading "${heading}".`);
  const level = heading.indexOf(" ");
  const lines = markdown.split("\n").slice(start + 1);
  const end = lines.findIndex((line) => new RegExp(`^#{1,${level}} `, "u").test(line));
  const section = lines.slice(0, end < 0 ? undefined : end).join("\n");
  const blocks = Array.from(
    section.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gmsu")),
    ([, body]) => body,
  );
  const found = blocks.filter((block) => block !== undefined);
  if (found.length === 0) throw new Error(`There is no ${language} under "${heading}".`);
  return found;
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = new URL("../../", import.meta.url);
const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "deploy/README.md",
  "packages/simulators/README.md",
  ...readdirSync(new URL("docs/", root)).flatMap((name) => (name.endsWith(".md") ? [`docs/${name}`] : [])),
];

/** The anchors of a page, the way GitHub makes them of headings, and those that it sets itself. */
function anchorsOf(url: URL): Set<string> {
  const text = readFileSync(url, "utf8").replaceAll(/^```.*?^```$/gmsu, "");
  const headings = Array.from(text.matchAll(/^#+ (.+)$/gmu), ([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-"),
  );
  return new Set([...headings, ...Array.from(text.matchAll(/<a id="([^"]+)">/gu), ([, id = ""]) => id)]);
}

test.each(pages)("every link of %s inside the repository leads somewhere", (page) => {
  const url = new URL(page, root);
  const text = readFileSync(url, "utf8").replaceAll(/^```.*?^```$/gmsu, "");
  const links = Array.from(text.matchAll(/\]\(([^)\s]+)\)/gu), ([, link = ""]) => link).filter(
    (link) => !/^\w+:/u.test(link),
  );
  const broken = links.filter((link) => {
    const target = new URL(link, url);
    const anchor = target.hash.slice(1);
    target.hash = "";
    if (!existsSync(fileURLToPath(target))) return true;
    return anchor !== "" && target.pathname.endsWith(".md") && !anchorsOf(target).has(anchor);
  });
  expect(broken).toEqual([]);
});

/** Edits that a slip of the fingers makes, at most and per letter; what is farther away is another word. */
const MAX_EDITS = 3;
const EDITS_PER_LETTER = 0.4;

/** The word that `typed` was most likely meant to be; absent when none is near. Letter case does not count. */
export function nearest(typed: string, words: readonly string[]): string | undefined {
  const letters = typed.replaceAll("-", "").length;
  const limit = Math.min(MAX_EDITS, Math.floor(letters * EDITS_PER_LETTER));
  const ranked = words
    .map((word) => ({ word, edits: editsBetween(typed.toLowerCase(), word.toLowerCase()) }))
    .filter(({ edits }) => edits <= limit)
    .toSorted((a, b) => a.edits - b.edits);
  return ranked[0]?.word;
}

/** The letters to insert, remove or replace between two words (Levenshtein's distance), one row at a time. */
function editsBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let done = 0; done < from.length; done += 1) {
    const next = [done + 1];
    for (let index = 0; index < to.length; index += 1) {
      const replaced = (row[index] ?? 0) + (from[done] === to[index] ? 0 : 1);
      next.push(Math.min(replaced, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

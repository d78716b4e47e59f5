/** A command line that was not understood: its message is for the person who has typed it. Ends with exit code 2. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** The word that stands at a place of the command line. @throws UsageError when there is none */
export function needWord(word: string | undefined, what: string, example: string): string {
  if (word !== undefined && word !== "") return word;
  throw new UsageError(`Say which ${what}, e.g. ${example}.`);
}

/** A word that is one of a few; absent where it was left out. @throws UsageError that names them */
export function oneOf<W extends string>(word: string | undefined, words: readonly W[], flag: string): W | undefined {
  if (word === undefined) return undefined;
  const found = words.find((known) => known === word);
  if (found !== undefined) return found;
  throw new UsageError(`${flag} takes one of ${words.join(", ")}.`);
}

/** A whole number within bounds; absent where it was left out. @throws UsageError */
export function wholeNumber(
  word: string | undefined,
  { least, most, flag }: { least: number; most: number; flag: string },
): number | undefined {
  if (word === undefined) return undefined;
  const number = /^\d{1,9}$/u.test(word) ? Number(word) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new UsageError(`${flag} takes a whole number from ${least} to ${most}.`);
}

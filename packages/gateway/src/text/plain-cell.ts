import { stripVTControlCharacters } from "node:util";
import stringWidth from "string-width";

/** Columns that a name takes in a table at most. */
const NAME_WIDTH = 40;

/**
 * What is not seen and yet changes what is: directions of writing, joiners, fillers, halves of pairs. Joined emoji, which
 * hold some of it, are matched as a group of their own.
 */
const UNSEEN =
  /(?<joined>(?<=\p{Emoji}\uFE0F?)\u200D(?=\p{Extended_Pictographic})|(?<=\p{Emoji})\uFE0F)|[\p{DI}\p{Cs}\uFFF9-\uFFFB]+/gu;

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * Text from elsewhere as it may stand in a terminal. Control characters, with which it could move the cursor or set the
 * title, are gone; what nobody sees, and what could pass one name off as another, is shown as `�`.
 */
export function plainCell(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replaceAll(UNSEEN, (_, joined?: string) => joined ?? "\uFFFD");
}

/**
 * The same, shortened with `…` to so many columns.
 *
 * @param width default 40
 */
export function shortCell(text: string, width: number = NAME_WIDTH): string {
  const plain = plainCell(text);
  if (stringWidth(plain) <= width) return plain;
  let kept = "";
  let used = 0;
  for (const { segment } of graphemes.segment(plain)) {
    used += stringWidth(segment);
    if (used >= width) break;
    kept += segment;
  }
  return `${kept}…`;
}

import { scrubText } from "../redaction/scrub-text.ts";

const SPACE = /\s+/g;
const CONTROL = /\p{Cc}+/gu;
const MAX_LENGTH = 500;

/**
 * A text of a provider's, fit to be shown: without credentials, on one line, at most 500 characters.
 *
 * @param secrets what the request had in it
 */
export function cleanText(text: string, secrets: Iterable<string>): string {
  const known = [...secrets];
  // A secret may hold control characters, and an echo may be broken up by them.
  const line = scrubText(text, known).replace(SPACE, " ").replace(CONTROL, "").trim();
  const clean = scrubText(line, known);
  return clean.length > MAX_LENGTH ? `${clean.slice(0, MAX_LENGTH - 1).toWellFormed()}…` : clean;
}

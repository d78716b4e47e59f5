/** A pattern that ends in the flags of the regular expression it was made from, e.g. `^a/iu`. */
const FLAGGED = /\/[dgimsuvy]+$/u;

/**
 * Takes patterns out of a generated document, in place, that mean something else without their flags, which JSON Schema
 * cannot say: the generator writes the flags behind the pattern, and a client would refuse what is accepted.
 */
export function dropFlaggedPatterns(node: unknown): void {
  if (typeof node !== "object" || node === null) return;
  for (const child of Object.values(node)) dropFlaggedPatterns(child);
  if ("pattern" in node && typeof node.pattern === "string" && FLAGGED.test(node.pattern)) delete node.pattern;
}

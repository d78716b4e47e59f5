import { hashText } from "./hash-text.ts";

const MARK = / \(polycast [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\)$/u;

/** What an object is called, before its mark, from when it is to be taken away. */
export const REMOVED = "removed";

/** Of the digits of a mark, those that tell for which call of a host's an object was made. */
const OF_CALL = 23;

/**
 * A name that nobody else gives: an object has it from its making until its stream refers to it, and from then on that it
 * is taken away.
 *
 * @param call what `digitsOf` says of the call; default: of none
 */
export function markedName(name: string, call?: string): string {
  const digits = crypto.randomUUID();
  return `${name} (polycast ${call ?? digits.slice(0, OF_CALL)}${digits.slice(OF_CALL)})`;
}

/** What the marks of all objects begin with that are made for a call with this mark of a host's. */
export async function digitsOf(mark: string): Promise<string> {
  const hash = await hashText(mark);
  return hash.slice(0, 20).replace(/^(.{8})(.{4})(.{4})(.{4})$/u, "$1-$2-$3-$4");
}

/** Was it made for this call? @param call what `digitsOf` says of it */
export function isMarkedFor(name: string | null | undefined, call: string): boolean {
  return isMarkedName(name) && name?.includes(` (polycast ${call}-`) === true;
}

/** Is it one of those? */
export function isMarkedName(name: string | null | undefined): boolean {
  return MARK.test(name ?? "");
}

/** The name as it was asked for: its process may have died before it could take the mark away. */
export function withoutMark(name: string): string {
  return name.replace(MARK, "");
}

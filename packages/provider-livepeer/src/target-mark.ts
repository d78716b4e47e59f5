const MARK = / \(polycast [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\)$/u;

/** A name that nobody else gives: an object has it from its making until its stream refers to it, and from then on that it is taken away. */
export function markedName(name: string): string {
  return `${name} (polycast ${crypto.randomUUID()})`;
}

/** Is it one of those? */
export function isMarkedName(name: string | null | undefined): boolean {
  return MARK.test(name ?? "");
}

/** The name as it was asked for: its process may have died before it could take the mark away. */
export function withoutMark(name: string): string {
  return name.replace(MARK, "");
}

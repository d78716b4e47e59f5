/** By what a target of a wanted list is found again: the caller's own id, else its name. */
export function targetListKey(target: { reference?: string | undefined; name: string }): string {
  return target.reference ?? target.name;
}

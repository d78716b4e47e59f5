import { isDeepStrictEqual } from "node:util";

/** The fields of a patch that would change something; absent ones stay as they are. */
export function differences<P extends object>(patch: P, current: Partial<Record<keyof P, unknown>>): P {
  const changes = { ...patch };
  for (const key in changes) {
    if (changes[key] === undefined || isDeepStrictEqual(changes[key], current[key])) delete changes[key];
  }
  return changes;
}

/** These fields of a thing, as far as it has them. */
export function pickDefined<T extends object, K extends keyof T>(
  source: T,
  keys: readonly K[],
): { [P in K]?: Exclude<T[P], undefined> } {
  return Object.fromEntries(keys.filter((key) => source[key] !== undefined).map((key) => [key, source[key]])) as {
    [P in K]?: Exclude<T[P], undefined>;
  };
}

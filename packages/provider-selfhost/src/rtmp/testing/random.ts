/** Repeatable random numbers: the same seed gives the same sequence everywhere. */
export type Random = {
  /** An integer from 0 up to, but not including, `limit`. */
  below: (limit: number) => number;
  pick: <T>(items: readonly T[]) => T;
};

/** The mulberry32 generator; good enough for tests, useless for secrets. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[below(items.length)];
    if (item === undefined) throw new RangeError("nothing to pick from");
    return item;
  };
  return { below, pick };
}

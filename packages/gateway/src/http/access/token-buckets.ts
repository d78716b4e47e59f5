import type { Clock } from "../../control/clock.ts";

/** So many per second in the long run, and so many at once after a pause. */
export type Rate = { perSecond: number; burst: number };

/** What is left to somebody. */
export type Quota = {
  /** Whole ones, from 0 on. */
  left: number;
  /** Milliseconds until there is one again; 0 while there is one. */
  waitMs: number;
  /** Milliseconds until all of it is there again. */
  fullMs: number;
};

/** One bucket of tokens for each of many. */
export type TokenBuckets = {
  /** Takes one token. Answers absent where there was none. */
  take(id: string): Quota | undefined;
  /** Looks, and takes nothing. */
  look(id: string): Quota;
};

/** Buckets at a time; of more, the one that was begun longest ago is forgotten, which is as if it were full. */
const MAX_BUCKETS = 10_000;

/** Makes buckets, all full. They are this process's alone. */
export function createTokenBuckets({ perSecond, burst }: Rate, clock: Clock): TokenBuckets {
  const buckets = new Map<string, { tokens: number; at: number }>();

  const fill = (id: string): number => {
    const bucket = buckets.get(id);
    if (!bucket) return burst;
    // A clock that is set back gives nothing, and takes nothing.
    const passed = Math.max(0, clock.now() - bucket.at) / 1000;
    return Math.min(burst, bucket.tokens + passed * perSecond);
  };

  const quotaOf = (tokens: number): Quota => ({
    left: Math.floor(tokens),
    waitMs: tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1000),
    fullMs: Math.ceil(((burst - tokens) / perSecond) * 1000),
  });

  return {
    look: (id) => quotaOf(fill(id)),
    take(id) {
      const tokens = fill(id);
      if (tokens < 1) return undefined;
      const bucket = buckets.get(id);
      if (bucket) Object.assign(bucket, { tokens: tokens - 1, at: clock.now() });
      else {
        const [oldest] = buckets.keys();
        if (buckets.size >= MAX_BUCKETS && oldest !== undefined) buckets.delete(oldest);
        buckets.set(id, { tokens: tokens - 1, at: clock.now() });
      }
      return quotaOf(tokens - 1);
    },
  };
}

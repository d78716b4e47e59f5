import type { Clock } from "./types.ts";

/** A token bucket: `burst` at once, `perSecond` after that. */
export type RateLimiter = {
  /** May one more pass now? */
  take(): boolean;
  /** What could pass at once now. */
  remaining(): number;
  /** Milliseconds until one more may pass. */
  waitMs(): number;
  /** Full again. */
  reset(): void;
};

export function createRateLimiter(settings: { clock: Clock; perSecond: number; burst: number }): RateLimiter {
  const { clock, perSecond, burst } = settings;
  let tokens = burst;
  let filledAt = clock.now();
  const fill = () => {
    const now = clock.now();
    tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * perSecond);
    filledAt = now;
  };
  return {
    take() {
      fill();
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
    remaining() {
      fill();
      return Math.floor(tokens);
    },
    waitMs() {
      fill();
      return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1000);
    },
    reset() {
      tokens = burst;
      filledAt = clock.now();
    },
  };
}

import type { MiddlewareHandler } from "hono";
import { readBasicAuth } from "../kernel/basic-auth.ts";
import { createRateLimiter } from "../kernel/rate-limiter.ts";
import { tooManyRequests, unauthorized } from "./errors.ts";
import type { ResolvedMuxSettings } from "./settings.ts";

/** HTTP Basic with the token's id and secret; everything else is 401. */
export function authentication({ tokenId, tokenSecret }: ResolvedMuxSettings): MiddlewareHandler {
  const credentials = `${tokenId}:${tokenSecret}`;
  return async (c, next) => {
    if (readBasicAuth(c.req.header("authorization")) !== credentials) throw unauthorized();
    await next();
  };
}

/** 429 in its own shape; every answer says what is left, as Mux has announced it. */
export function rateLimiting(settings: ResolvedMuxSettings): { limit: MiddlewareHandler; reset: () => void } {
  const { clock, rateLimits, quirks } = settings;
  if (rateLimits === "off") return { limit: async (_, next) => next(), reset() {} };
  const { postPerSecond, postBurst, otherPerSecond, otherBurst } = rateLimits;
  const post = createRateLimiter({ clock, perSecond: postPerSecond, burst: postBurst });
  const other = createRateLimiter({ clock, perSecond: otherPerSecond, burst: otherBurst });
  return {
    async limit(c, next) {
      const [bucket, perSecond] = c.req.method === "POST" ? [post, postPerSecond] : [other, otherPerSecond];
      const passes = bucket.take();
      if (passes) await next();
      else {
        const headers: Record<string, string> = {};
        if (quirks.retryAfter) headers["Retry-After"] = String(Math.ceil(bucket.waitMs() / 1000));
        c.res = c.json(tooManyRequests, 429, headers);
      }
      c.header("X-RateLimit-Limit", String(perSecond));
      c.header("X-RateLimit-Remaining", String(bucket.remaining()));
    },
    reset() {
      post.reset();
      other.reset();
    },
  };
}

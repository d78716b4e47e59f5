import type { Context } from "hono";
import type { Clock } from "../../control/clock.ts";
import { HttpError } from "../http-error.ts";
import type { RequestEnv } from "../request-env.ts";
import { networkOf } from "./network-of.ts";
import { createTokenBuckets, type Rate } from "./token-buckets.ts";

/** Wrong keys and tokens, counted by the address that they come from. */
export type Failures = {
  /** Call it before an unknown key is looked up. @throws HttpError 429 when too many from there were wrong */
  check(c: Context<RequestEnv>): void;
  /** One more was wrong. */
  add(c: Context<RequestEnv>): void;
};

/** One guess every two seconds in the long run. */
const defaultRate: Rate = { perSecond: 0.5, burst: 30 };

/**
 * Makes it. A proxy in front of the gateway is one address for all who come through it: therefore only what was not
 * known before is held up, never a key that is in use.
 */
export function createFailures(clock: Clock, rate: Rate = defaultRate): Failures {
  const buckets = createTokenBuckets(rate, clock);
  return {
    check(c) {
      const network = networkOf(c.env?.incoming?.socket.remoteAddress);
      const waitMs = network === undefined ? 0 : buckets.look(network).waitMs;
      if (waitMs > 0) throw tooMany(waitMs);
    },
    add(c) {
      const network = networkOf(c.env?.incoming?.socket.remoteAddress);
      if (network !== undefined) buckets.take(network);
    },
  };
}

function tooMany(retryAfterMs: number): HttpError {
  return new HttpError(429, "rate_limited", "Too many wrong keys or tokens have come from this address.", {
    hint: "Check the key that is sent, and wait as long as `Retry-After` says.",
    retryAfterMs,
  });
}

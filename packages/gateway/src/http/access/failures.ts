import type { Context } from "hono";
import type { Clock } from "../../control/clock.ts";
import { HttpError } from "../http-error.ts";
import type { RequestEnv } from "../request-env.ts";
import { networkOf } from "./network-of.ts";
import { createTokenBuckets, type Rate, type TokenBuckets } from "./token-buckets.ts";

/** Wrong keys and tokens, counted by the address that they come from. */
export type Failures = {
  /**
   * Call it before the store is asked for what is not remembered.
   *
   * @throws HttpError 429 when too many from there were wrong, and too much is looked up for such addresses already
   */
  beforeLookUp(c: Context<RequestEnv>): void;
  /** One more was wrong. @throws HttpError 429 when too many from there were */
  add(c: Context<RequestEnv>): void;
};

/** One guess every two seconds in the long run. */
const defaultRate: Rate = { perSecond: 0.5, burst: 30 };

/** What is still looked up for all addresses that have sent too many wrong ones: a flood costs the store no more. */
const lookUps: Rate = { perSecond: 50, burst: 100 };

/**
 * Makes it. A proxy in front of the gateway is one address for all who come through it: therefore what is right is let
 * in all the same, unless the wrong ones come faster than they can be looked up.
 */
export function createFailures(clock: Clock, rate: Rate = defaultRate): Failures {
  const wrong = createTokenBuckets(rate, clock);
  const lookedUp = createTokenBuckets(lookUps, clock);
  return {
    beforeLookUp(c) {
      const network = networkOf(c.env?.incoming?.socket.remoteAddress);
      if (network !== undefined && wrong.look(network).left === 0) take(lookedUp, "all");
    },
    add(c) {
      const network = networkOf(c.env?.incoming?.socket.remoteAddress);
      if (network !== undefined) take(wrong, network);
    },
  };
}

function take(buckets: TokenBuckets, id: string): void {
  if (!buckets.take(id)) throw tooMany(buckets.look(id).waitMs);
}

function tooMany(retryAfterMs: number): HttpError {
  return new HttpError(429, "rate_limited", "Too many wrong keys or tokens have come from this address.", {
    hint: "Check the key that is sent, and wait as long as `Retry-After` says.",
    retryAfterMs,
  });
}

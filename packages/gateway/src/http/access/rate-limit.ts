import type { Context } from "hono";
import type { Clock } from "../../control/clock.ts";
import { setAnswerHeader } from "../answer-header.ts";
import { HttpError } from "../http-error.ts";
import type { RequestEnv } from "../request-env.ts";
import { createTokenBuckets, type Quota, type Rate } from "./token-buckets.ts";

/** Takes a request from what a key may make, and says in the headers of the answer what is left. */
export type RateLimit = (c: Context<RequestEnv>, keyId: string) => void;

const POLICY = "key";

/**
 * Makes a limit of requests per API key and process, told as in draft-ietf-httpapi-ratelimit-headers.
 *
 * @returns what throws HttpError 429
 */
export function createRateLimit(rate: Rate, clock: Clock): RateLimit {
  const buckets = createTokenBuckets(rate, clock);
  const policy = `"${POLICY}";q=${rate.burst};w=${Math.ceil(rate.burst / rate.perSecond)}`;
  return (c, keyId) => {
    const quota = buckets.take(keyId);
    setAnswerHeader(c, "RateLimit-Policy", policy);
    setAnswerHeader(c, "RateLimit", toHeader(quota ?? buckets.look(keyId)));
    if (quota) return;
    throw new HttpError(429, "rate_limited", "This API key makes requests too fast.", {
      hint: "Wait as long as `Retry-After` says; follow events instead of asking again and again.",
      retryAfterMs: buckets.look(keyId).waitMs,
    });
  };
}

function toHeader({ left, fullMs }: Quota): string {
  return `"${POLICY}";r=${left};t=${Math.ceil(fullMs / 1000)}`;
}

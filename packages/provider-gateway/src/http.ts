import {
  createHttpClient,
  type HttpAnswer,
  type HttpClient,
  type HttpRequest,
  isMultistreamError,
  type MultistreamError,
  pause,
} from "@polycast/core/provider";
import type * as z from "zod";
import { idempotencyKeyOf } from "./idempotency-key.ts";
import { readFault } from "./read-fault.ts";
import { type GatewaySettings, PROVIDER, resolveCredentials, resolveHeaders, resolveUrl } from "./settings.ts";

/** Looks at a call under the same key that still runs; the caller's own time limit is commonly shorter. */
const MAX_LOOKS = 60;
/** The longest wait between two of them. */
const MAX_WAIT_MS = 20_000;

/**
 * A gateway's API. Every `POST` has an `Idempotency-Key`, the caller's or one of its own, so that all calls are safely
 * repeated: a repeat gets the answer of the first.
 */
export function createGatewayHttp(settings: GatewaySettings): HttpClient {
  let opened: HttpClient | undefined;
  const open = (): HttpClient =>
    createHttpClient({
      provider: PROVIDER,
      baseUrl: resolveUrl(settings),
      fetch: settings.fetch,
      credentials: () => resolveCredentials(settings),
      // Together what a gateway lets a key do by default.
      rateLimits: {
        create: settings.rateLimits?.create ?? { perSecond: 20, burst: 40 },
        other: settings.rateLimits?.other ?? { perSecond: 30, burst: 60 },
      },
      readFault,
      attemptTimeoutMs: settings.attemptTimeoutMs,
    });
  return {
    ready: (calls) => (opened ??= open()).ready(calls),
    async send<S extends z.ZodType>(request: HttpRequest<S>): Promise<HttpAnswer<z.output<S>>> {
      const client = (opened ??= open());
      const common = { ...request.headers, ...resolveHeaders(settings) };
      if (request.method !== "POST") return client.send({ ...request, headers: common });
      const { idempotencyKey, signal } = request.context;
      const headers = { ...common, "idempotency-key": await idempotencyKeyOf(idempotencyKey, request.path) };
      for (let looks = 1; ; looks++) {
        try {
          return await client.send({ ...request, headers, repeatable: true });
        } catch (error) {
          if (looks >= MAX_LOOKS || !isStillRunning(error)) throw error;
          await pause(Math.min(error.retryAfterMs ?? 0, MAX_WAIT_MS), signal);
        }
      }
    },
  };
}

/** Another attempt with this key has not ended. */
function isStillRunning(error: unknown): error is MultistreamError {
  return isMultistreamError(error, "conflict") && error.retryable && error.retryAfterMs !== undefined;
}

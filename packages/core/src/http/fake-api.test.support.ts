import { isMultistreamError } from "../errors/multistream-error.ts";
import { ProviderError } from "../errors/provider-error.ts";
import { ATTEMPT_TIMEOUT_MS, skippingClock } from "./clocks.test.support.ts";
import { createHttpClient } from "./create-http-client.ts";
import type { HttpClient, HttpClientSettings } from "./http-client.ts";

/** An answer of the fake API, or what `fetch` does instead. */
export type Reply = Response | Error | ((request: Request) => Response | Promise<Response>);

/** A client whose `fetch` gives these replies in turn, the last one for ever. */
export function stage(
  replies: Reply[],
  differences: Partial<HttpClientSettings> = {},
): { client: HttpClient; requests: Request[]; clock: ReturnType<typeof skippingClock> } {
  const requests: Request[] = [];
  const clock = skippingClock();
  const settings: HttpClientSettings = {
    provider: "acme",
    baseUrl: "https://api.acme.test/v1",
    fetch: async (input, init) => {
      const request = new Request(input, init);
      requests.push(request);
      const reply = replies[Math.min(requests.length, replies.length) - 1];
      if (reply === undefined) throw new Error("no reply is staged");
      if (reply instanceof Error) throw reply;
      return typeof reply === "function" ? await reply(request) : reply.clone();
    },
    credentials: () => ({ authorization: "Bearer token-canary", secrets: ["token-canary"] }),
    rateLimits: { create: { perSecond: 100, burst: 100 }, other: { perSecond: 100, burst: 100 } },
    readFault: () => ({}),
    attemptTimeoutMs: ATTEMPT_TIMEOUT_MS,
    ...differences,
  };
  return { client: createHttpClient(settings, clock), requests, clock };
}

/** A context that nobody aborts. */
export function calm(): { signal: AbortSignal } {
  return { signal: new AbortController().signal };
}

/** The error that a call fails with. */
export async function failure(call: Promise<unknown>): Promise<ProviderError> {
  try {
    await call;
  } catch (error) {
    if (isMultistreamError(error) && error instanceof ProviderError) return error;
    throw error;
  }
  throw new Error("nothing failed");
}

/** What `fetch` throws in Node when no connection comes about. */
export function networkError(code = "ECONNREFUSED"): Error {
  const cause = Object.assign(new Error(`connect ${code} 127.0.0.1:443`), { code });
  return Object.assign(new TypeError("fetch failed"), { cause });
}

/** Lets everything run that is only waiting for promises. */
export function flush(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

import { type HttpClock, pause } from "@polycast/core/provider";
import { type SseMessage, SseParser } from "./sse-parser.ts";

/** A gateway says something every 15 s, if only that it is still there. */
const SILENCE_MS = 45_000;
/** What it may take to answer at all. */
const ANSWER_MS = 20_000;

/** How one connection to the event stream went. */
export type Ended =
  /** It was there, and is over: by the gateway, the way to it, or silence. */
  | { why: "over" }
  /** What comes after the place to resume from is gone. */
  | { why: "expired" }
  | { why: "refused"; retryAfterMs?: number | undefined };

/** How one is made. */
export type ConnectionOptions = {
  fetch: (request: Request) => Promise<Response>;
  request: { url: string; headers: Record<string, string> };
  signal: AbortSignal;
  /** Default: the machine's own. */
  clock?: HttpClock | undefined;
  /** Told every message, one after the other. */
  take: (message: SseMessage) => Promise<void>;
};

/** Connects and reads to the end. Never throws: whatever went wrong, it is over. */
export async function readEvents({ fetch, request, signal, clock, take }: ConnectionOptions): Promise<Ended> {
  const ending = new AbortController();
  const ended = AbortSignal.any([signal, ending.signal]);
  let isOpen = false;
  try {
    // Credentials go nowhere but to the gateway.
    const asked = new Request(request.url, { headers: request.headers, redirect: "manual", signal: ended });
    const response = await within(ANSWER_MS, fetch(asked), ended, clock);
    if (response.status === 410) return { why: "expired" };
    if (response.status !== 200 || !response.body) return { why: "refused", retryAfterMs: retryAfterOf(response) };
    isOpen = true;
    const reader = response.body.getReader();
    const parser = new SseParser();
    for (;;) {
      const { done, value } = await within(SILENCE_MS, reader.read(), ended, clock);
      if (done) return { why: "over" };
      for (const message of parser.take(value)) await take(message);
    }
  } catch {
    return { why: isOpen ? "over" : "refused" };
  } finally {
    ending.abort();
  }
}

/** @throws when it takes longer than that; the signal's reason; what the promise fails with */
async function within<T>(ms: number, promise: Promise<T>, signal: AbortSignal, clock?: HttpClock): Promise<T> {
  const answered = new AbortController();
  const late = pause(ms, AbortSignal.any([signal, answered.signal]), clock).then(() => {
    throw new Error("nothing came for too long");
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    answered.abort();
    // Nobody waits for the one that has lost.
    late.catch(() => undefined);
    promise.catch(() => undefined);
  }
}

function retryAfterOf({ headers }: Response): number | undefined {
  const text = headers.get("retry-after")?.trim() ?? "";
  return /^\d{1,6}$/u.test(text) ? Number(text) * 1_000 : undefined;
}

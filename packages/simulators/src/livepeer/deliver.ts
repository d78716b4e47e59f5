import { keepNewest } from "../kernel/keep-newest.ts";
import type { Clock } from "../kernel/types.ts";
import { createWebhookSender, type SendingWebhookSender } from "../kernel/webhook-sender.ts";
import type { WebhookRecord } from "./records.ts";
import { readStart } from "./read-start.ts";
import { signatureOf } from "./sign.ts";
import { MOST_OF_BODY, type Outcome } from "./webhook-log.ts";

/** An event on its way; `stream` is a snapshot that all attempts carry. */
export type LivepeerEvent = {
  id: string;
  type: string;
  createdAt: number;
  stream?: unknown;
  payload?: unknown;
};
/** A webhook as it was when the event came; later edits do not reach what is under way. */
export type LivepeerEndpoint = WebhookRecord;
export type LivepeerSender = SendingWebhookSender<LivepeerEndpoint, LivepeerEvent>;
/** What is known of one attempt when it is over. */
export type Attempt = {
  endpoint: LivepeerEndpoint;
  event: LivepeerEvent;
  request: { url: string; method: "POST"; headers: Record<string, string>; body: string };
  outcome: Outcome;
  startedAt: number;
};

const TIMEOUT_MS = 30_000;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 3_600_000;
const MOST_RETRIES = 33;
/** Attempts under way whose event is remembered. */
const MOST_UNDER_WAY = 1000;

/** Milliseconds to the next attempt: only where the receiver failed or did not answer; a 4xx is final. */
export function retryAfter(attempt: number, { status }: { status?: number }): number | undefined {
  if (status !== undefined && status < 500) return undefined;
  return attempt > MOST_RETRIES ? undefined : Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
}

/** The body in Livepeer's order of fields. */
export function bodyOf(event: LivepeerEvent, webhookId: string, atMs: number): string {
  const { id, type, createdAt, stream, payload } = event;
  return JSON.stringify({ id, webhookId, createdAt, timestamp: atMs, event: type, stream, payload });
}

/** A sender as Livepeer's: signs, retries, follows redirects, and tells what came of each attempt. */
export function createSender(
  clock: Clock,
  fetch: typeof globalThis.fetch,
  tell: (attempt: Attempt) => void,
): LivepeerSender {
  const underWay = new Map<string, { endpoint: LivepeerEndpoint; event: LivepeerEvent }>();
  return createWebhookSender<LivepeerEndpoint, LivepeerEvent>({
    clock,
    timeoutMs: TIMEOUT_MS,
    retry: retryAfter,
    async sign(event, endpoint, atMs) {
      const body = bodyOf(event, endpoint.id, atMs);
      const headers: Record<string, string> = { "content-type": "application/json", "user-agent": "livepeer.studio" };
      if (endpoint.sharedSecret) headers["livepeer-signature"] = await signatureOf(endpoint.sharedSecret, body, atMs);
      underWay.set(body, { endpoint, event });
      keepNewest(underWay, MOST_UNDER_WAY);
      return { headers, body };
    },
    async fetch(url, init) {
      const startedAt = clock.now();
      const body = typeof init?.body === "string" ? init.body : "";
      const known = underWay.get(body);
      const headers = Object.fromEntries(new Headers(init?.headers));
      const done = (outcome: Outcome) => {
        if (known)
          tell({ ...known, request: { url: known.endpoint.url, method: "POST", headers, body }, outcome, startedAt });
      };
      let answer: Required<Omit<Outcome, "error">>;
      try {
        const response = await fetch(url, { ...init, redirect: "follow" });
        const { status, statusText } = response;
        answer = { status, statusText, text: await readStart(response, MOST_OF_BODY) };
      } catch (error) {
        done({ error: error instanceof Error ? error.message : String(error) });
        throw error;
      }
      done(answer);
      return new Response(null, { status: answer.status });
    },
  });
}

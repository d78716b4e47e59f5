import { signStandardWebhook } from "@polycast/core/host";
import type { Dispatcher } from "undici";
import { version } from "../version.ts";
import { type ClaimedDelivery, endpointUrlPlace, getEndpoint } from "../store/index.ts";
import { AttemptTimeoutError, attemptErrorOf } from "./attempt-error.ts";
import type { OutboxParts } from "./outbox-parts.ts";
import { sendWebhook } from "./send-webhook.ts";
import type { AttemptResult } from "./settle-attempt.ts";
import { openSigningSecrets } from "./signing-secrets.ts";

const userAgent = `Polycast/${version}`;

/**
 * Tries to deliver once: reads the endpoint's URL and secrets as they are now, signs and posts. Every failure is a
 * result.
 *
 * @param signal ends the attempt early
 */
export async function attempt(
  parts: OutboxParts,
  dispatcher: Dispatcher,
  delivery: ClaimedDelivery,
  signal: AbortSignal,
): Promise<AttemptResult> {
  const { clock, limits } = parts;
  const at = clock.now();
  const ending = new AbortController();
  const stopTimer = clock.after(limits.attemptMs, () => ending.abort(new AttemptTimeoutError()));
  const endEarly = (): void => ending.abort();
  signal.addEventListener("abort", endEarly);
  const ended = (): { at: number; durationMs: number } => ({ at, durationMs: Math.max(0, clock.now() - at) });
  try {
    const request = await sign(parts, delivery, at);
    if (!request) return { ...ended(), error: "endpoint_gone" };
    const { status, retryAfter } = await sendWebhook(dispatcher, request, ending.signal);
    const isSuccess = status >= 200 && status < 300;
    return {
      ...ended(),
      status,
      ...(isSuccess ? {} : { error: `http_${status}` }),
      ...(retryAfter === undefined ? {} : { retryAfter }),
    };
  } catch (error) {
    return { ...ended(), error: attemptErrorOf(ending.signal.aborted ? ending.signal.reason : error) };
  } finally {
    stopTimer();
    signal.removeEventListener("abort", endEarly);
  }
}

async function sign({ store, sealer }: OutboxParts, { endpointId, eventId, body }: ClaimedDelivery, now: number) {
  const endpoint = await store.read(function* () {
    const record = yield* getEndpoint(endpointId);
    return record && { record, secrets: yield* openSigningSecrets(sealer, endpointId, now) };
  });
  if (!endpoint) return undefined;
  const bytes = new TextEncoder().encode(body);
  const timestamp = Math.floor(now / 1000);
  return {
    url: sealer.open(endpoint.record.urlSealed, endpointUrlPlace(endpointId)),
    headers: {
      "content-type": "application/json",
      "user-agent": userAgent,
      "webhook-id": eventId,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": await signStandardWebhook({ id: eventId, timestamp, body: bytes }, endpoint.secrets),
    },
    body: bytes,
  };
}

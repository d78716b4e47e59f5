import type { EndpointEvent } from "@polycast/core";
import { toTimestamp } from "../control/clock.ts";
import {
  addAttempt,
  appendEvent,
  type AttemptRecord,
  type ClaimedDelivery,
  type EndpointRecord,
  enqueueDeliveries,
  getClaimed,
  getEndpoint,
  newId,
  notify,
  postponeDelivery,
  settleDelivery,
  updateEndpoint,
  type Writing,
} from "../store/index.ts";
import type { OutboxParts } from "./outbox-parts.ts";
import { nextAttemptAt } from "./retry-schedule.ts";

/** How an attempt ended. */
export type AttemptResult = AttemptRecord & { retryAfter?: string };

/** The answer of an endpoint that is no more. */
const GONE = 410;

/** Answers whose `Retry-After` is honoured. */
const asksToWait: ReadonlySet<number> = new Set([429, 503]);

/** Attempts after which a delivery counts as proof that its endpoint still fails: about 40 minutes. */
const ATTEMPTS_TO_BLAME = 4;

/**
 * Writes down how an attempt ended, and what follows from it for its delivery and its endpoint. Nothing follows where
 * the claim no longer holds. Answers why the endpoint was disabled, where it was.
 */
export function* settleAttempt(
  parts: Pick<OutboxParts, "limits" | "random">,
  claimed: ClaimedDelivery & { lease: string },
  result: AttemptResult & { endedAt: number },
): Writing<"gone" | "failing" | undefined> {
  const { id, endpointId, lease } = claimed;
  const delivery = yield* getClaimed(id, lease);
  const endpoint = yield* getEndpoint(endpointId);
  if (!delivery || !endpoint) return undefined;
  const { retryAfter, endedAt: now, ...attempt } = result;
  const attempts = delivery.attempts + 1;
  yield* addAttempt(id, attempt);
  if (attempt.error === undefined) {
    yield* settleDelivery(id, { state: "succeeded", attempts, at: now });
    if (endpoint.failingSince !== undefined) {
      yield* updateEndpoint(endpointId, { failingSince: null, updatedAt: endpoint.updatedAt });
    }
    return undefined;
  }
  // It was given up while the attempt ran.
  if (delivery.state !== "pending") {
    yield* settleDelivery(id, { state: delivery.state, attempts, at: now });
    return undefined;
  }
  const reason = attempt.status === GONE ? "gone" : isToBlame(parts, endpoint, attempts, now) ? "failing" : undefined;
  const waits = attempt.status !== undefined && asksToWait.has(attempt.status);
  const next = nextAttemptAt({ attempts, now, random: parts.random, retryAfter: waits ? retryAfter : undefined });
  if (attempt.status === GONE || next === undefined) {
    yield* settleDelivery(id, { state: "failed", attempts, at: now });
  } else yield* postponeDelivery(id, { attempts, at: next });
  const failingSince = endpoint.failingSince ?? attempt.at;
  if (endpoint.failingSince === undefined) {
    yield* updateEndpoint(endpointId, { failingSince, updatedAt: endpoint.updatedAt });
  }
  if (reason === undefined || !endpoint.enabled) return undefined;
  yield* disable({ ...endpoint, failingSince }, reason, now);
  return reason;
}

function isToBlame(
  { limits }: Pick<OutboxParts, "limits">,
  { failingSince }: EndpointRecord,
  attempts: number,
  now: number,
): boolean {
  return failingSince !== undefined && now - failingSince >= limits.disableAfterMs && attempts >= ATTEMPTS_TO_BLAME;
}

function* disable(endpoint: EndpointRecord, reason: string, now: number): Writing<void> {
  const { id, urlShown, failingSince, tenantId } = endpoint;
  yield* updateEndpoint(id, { enabled: false, disabledReason: reason, updatedAt: now });
  yield* notify("webhooks", id);
  const at = toTimestamp(now);
  const since = failingSince === undefined ? {} : { failingSince: toTimestamp(failingSince) };
  const event: EndpointEvent = {
    id: newId("event"),
    type: "webhook_endpoint.disabled",
    ...(tenantId === undefined ? {} : { tenantId }),
    occurredAt: at,
    observedAt: at,
    data: { endpoint: { id, url: urlShown, disabledReason: reason, ...since } },
  };
  yield* enqueueDeliveries(yield* appendEvent(event), event);
}

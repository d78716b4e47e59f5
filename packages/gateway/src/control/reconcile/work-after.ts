import type { MultistreamError } from "@polycast/core";
import { defined } from "@polycast/core/provider";
import type { Doing, Work } from "./work.ts";

const FIRST_MS = 1_000;
const MAX_MS = 300_000;
/** Nothing but a change of something else helps; so it is tried again now and then only. */
const HOPELESS_MS = 300_000;
/** The longest that a provider's `Retry-After` is believed. */
const MAX_ASKED_MS = 3_600_000;
const MAX_MESSAGE = 500;

/**
 * After a wish has changed. What failed for good is tried at once, since another wish may be the cure; what the provider
 * could not do for the moment keeps its time.
 *
 * @param isOpen is anything wanted that is not accepted?
 */
export function afterWish(work: Work | undefined, isOpen: boolean, now: number): Work | undefined {
  if (!isOpen && work?.inDoubt === undefined) return undefined;
  return work ? tryAtOnce(work) : { since: now, attempts: 0 };
}

/** Forgets what failed for good, e.g. because the credential works. */
export function tryAtOnce(work: Work): Work {
  if (!work.error || work.error.retryable) return work;
  const { error: _error, nextAttemptAt: _at, ...rest } = work;
  return { ...rest, attempts: 0 };
}

/**
 * Stored before the call: who dies during it finds it in doubt.
 *
 * @param sent the keyed hash of the destination, where the call carries it
 */
export function beforeCall(work: Work | undefined, doing: Doing, now: number, sent?: string): Work {
  const { sent: _before, ...rest } = { since: now, attempts: 0, ...work };
  return { ...rest, inDoubt: doing, ...(sent === undefined ? {} : { sent }) };
}

/**
 * After a call that failed. What is worth repeating is repeated after 1 s, 2 s, 4 s … up to 5 min, with jitter; the rest
 * every 5 min. `Retry-After` makes it later, up to an hour.
 *
 * @param random at least 0, less than 1
 * @param doing absent: it only read; what was in doubt stays so
 */
export function afterFailure(
  work: Work | undefined,
  error: MultistreamError,
  now: number,
  random: number,
  doing?: Doing,
): Work {
  const { inDoubt, sent, ...before } = { since: now, attempts: 0, ...work };
  const attempts = before.attempts + 1;
  // The stream has begun, or is not quite over: that passes by itself.
  const retryable = error.retryable || error.code === "not_idle";
  const planned = retryable ? Math.min(MAX_MS, FIRST_MS * 2 ** (attempts - 1)) * (0.5 + random / 2) : HOPELESS_MS;
  const asked = Math.min(error.retryAfterMs ?? 0, MAX_ASKED_MS);
  const doubt = doing === undefined ? inDoubt : isUncertain(error, doing) ? doing : undefined;
  return {
    ...before,
    attempts,
    nextAttemptAt: Math.round(now + Math.max(planned, asked)),
    error: { code: error.code, message: error.message.slice(0, MAX_MESSAGE), retryable },
    ...(doubt === undefined ? {} : defined({ inDoubt: doubt, sent })),
  };
}

/** After a refusal without a call: it stands until something changes, and costs nothing to find again. */
export function afterRefusal(work: Work | undefined, error: MultistreamError, now: number): Work {
  const { nextAttemptAt: _at, ...before } = { since: now, attempts: 0, ...work };
  const { code, retryable } = error;
  return { ...before, error: { code, message: error.message.slice(0, MAX_MESSAGE), retryable } };
}

/** After a look: what was in doubt is known. Attempts still count, so that a call that never answers is not hurried. */
export function afterLook(work: Work | undefined, isOpen: boolean): Work | undefined {
  if (!work || !isOpen) return undefined;
  const { inDoubt: _doubt, sent: _sent, ...rest } = work;
  return rest;
}

/** After a call that succeeded. */
export function afterSuccess(work: Work | undefined, isOpen: boolean): Work | undefined {
  if (!work || !isOpen) return undefined;
  const { since, missing } = work;
  return { since, attempts: 0, ...(missing === undefined ? {} : { missing }) };
}

/** A target that is not found where one is changed has vanished: who looks finds that out. */
function isUncertain(error: MultistreamError, doing: Doing): boolean {
  return error.outcome === "unknown" || (doing === "update" && error.code === "not_found");
}

import { MultistreamError } from "../errors/multistream-error.ts";
import type { Event } from "../model/event.ts";

/**
 * What follows from one webhook and has not been handed out yet, as far as anybody knows. Kept with the state that it
 * has led to: who wrote that may have died before it told anybody.
 */
export type Unsettled = {
  /** The webhook's own id, and whose it is. */
  cause: string;
  /** When it was taken in, milliseconds since 1970. */
  at: number;
  events: readonly Event[];
};

/** No provider delivers a webhook again after so long. */
const MAX_AGE_MS = 26 * 60 * 60 * 1000;
const MAX_CAUSES = 32;
const MAX_EVENTS = 200;

/**
 * Adds what follows from a webhook to what is left from its earlier deliveries, and drops what nobody will ask for any
 * more. The same list when there is nothing to add.
 *
 * @throws MultistreamError `limit_exceeded` when too much is left: who handed out nothing so far gets nothing new
 */
export function addUnsettled(list: readonly Unsettled[], { cause, at, events }: Unsettled): readonly Unsettled[] {
  const young = list.filter((one) => one.at > at - MAX_AGE_MS);
  const before = young.find((one) => one.cause === cause);
  const told = new Set(before?.events.map(({ id }) => id));
  const fresh = events.filter(({ id }) => !told.has(id));
  if (fresh.length === 0) return young;
  const count = young.reduce((sum, one) => sum + one.events.length, 0);
  if (count >= MAX_EVENTS || (!before && young.length >= MAX_CAUSES)) throw tooMany();
  const entry = { cause, at: before?.at ?? at, events: [...(before?.events ?? []), ...fresh] };
  return [...young.filter((one) => one !== before), entry];
}

/** What is left without that of this webhook. */
export function settle(list: readonly Unsettled[], cause: string): readonly Unsettled[] {
  return list.filter((one) => one.cause !== cause);
}

/** What is left of this webhook. */
export function unsettledOf(list: readonly Unsettled[], cause: string): readonly Event[] {
  return list.find((one) => one.cause === cause)?.events ?? [];
}

function tooMany(): MultistreamError {
  return new MultistreamError("limit_exceeded", "Too many webhooks of this stream wait for their handlers.", {
    retryable: true,
    hint: "Look for a handler that throws each time. The webhook is taken in when it is delivered again.",
  });
}

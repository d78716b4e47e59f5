import type { CallContext } from "../contract/call-context.ts";
import type { Observation } from "../contract/observation.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import { CapabilityError } from "../errors/capability-error.ts";
import { MultistreamError } from "../errors/multistream-error.ts";
import type { Event } from "../model/event.ts";
import type { Stream } from "../model/stream.ts";
import { applyObservation, type Known } from "../state/apply-observation.ts";
import { applyWish } from "../state/apply-wish.ts";
import { identifyEvent } from "../state/identify-event.ts";
import { streamOf, type Wish } from "../state/wish.ts";
import { appeared, knows } from "../state/appeared.ts";
import { call } from "./call.ts";
import type { Snapshot, WatchOptions } from "./multistream.ts";
import { itemsOf } from "./page.ts";
import type { Wishes } from "./wishes.ts";

/** Observations and wishes that a slow reader may leave unread. */
const MAX_UNREAD = 10_000;

/**
 * A snapshot, then the events that follow from the adapter's own reports and from what is asked for through this client.
 *
 * @throws CapabilityError `unsupported` when the provider reports nothing by itself
 * @throws MultistreamError `limit_exceeded` when the reader falls too far behind
 */
export async function* watch(
  adapter: ProviderAdapter,
  wishes: Wishes,
  options: WatchOptions,
): AsyncGenerator<Snapshot | Event> {
  if (!adapter.subscribe) {
    throw new CapabilityError("unsupported", `${adapter.name} reports nothing by itself.`, {
      operation: "watch",
      provider: adapter.name,
      hint: "Read the stream with `streams.get`, or receive the provider's webhooks.",
    });
  }
  const signal = options.signal ?? new AbortController().signal;
  const unread: { streamId: string; wish?: Wish; observation?: Observation }[] = [];
  let overflow = false;
  let wake: (() => void) | undefined;
  const queue = (item: (typeof unread)[number]): void => {
    if (options.streamId !== undefined && item.streamId !== options.streamId) return;
    if (unread.length < MAX_UNREAD) unread.push(item);
    else overflow = true;
    wake?.();
  };
  const stopReports = adapter.subscribe((observation) => queue({ streamId: observation.streamId, observation }));
  const stopWishes = wishes.subscribe((wish) => queue({ streamId: streamOf(wish), wish }));
  const onAbort = (): void => wake?.();
  signal.addEventListener("abort", onAbort);
  try {
    const known = new Map<string, Known>();
    // Subscribed before it reads: what happens in between is in the queue, and late ones change nothing.
    const streams = await call(adapter.name, options, (context) => snapshot(adapter, options, context));
    for (const stream of streams) known.set(stream.id, { stream, seen: new Map() });
    yield { type: "snapshot", streams };
    while (!signal.aborted) {
      if (overflow) throw tooSlow(adapter.name);
      const item = unread.shift();
      if (!item) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      const { streamId, observation, wish } = item;
      const now = new Date().toISOString();
      if (wish) {
        const applied = applyWish(known.get(streamId), wish, now);
        if (applied.known) known.set(streamId, applied.known);
        else known.delete(streamId);
        yield* applied.events.map(identifyEvent);
      }
      if (!observation) continue;
      let before = known.get(streamId);
      if (!before || !knows(before, observation)) {
        const found = await call(adapter.name, options, (context) => appeared(adapter, streamId, before, context));
        before = found?.known;
        if (found) yield* found.events.map(identifyEvent);
      }
      if (!before) continue;
      const { known: after, event } = applyObservation(before, observation, now);
      known.set(streamId, after);
      if (event) yield identifyEvent(event);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    stopReports();
    stopWishes();
    signal.removeEventListener("abort", onAbort);
  }
}

async function snapshot(adapter: ProviderAdapter, options: WatchOptions, context: CallContext): Promise<Stream[]> {
  if (options.streamId !== undefined) return [await adapter.streams.get(options.streamId, context)];
  const streams: Stream[] = [];
  const read = (cursor?: string) => adapter.streams.list({ limit: 100, ...(cursor && { cursor }) }, context);
  for await (const stream of itemsOf(read)) streams.push(stream);
  return streams;
}

function tooSlow(provider: string): MultistreamError {
  return new MultistreamError("limit_exceeded", `More than ${MAX_UNREAD} observations were left unread.`, {
    provider,
    hint: "Do less in the loop over `watch`, and start it again: it begins with a snapshot.",
  });
}

import type { CallContext } from "../contract/call-context.ts";
import type { Observation } from "../contract/observation.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import { CapabilityError } from "../errors/capability-error.ts";
import { MultistreamError } from "../errors/multistream-error.ts";
import type { Event } from "../model/event.ts";
import type { Stream } from "../model/stream.ts";
import { applyObservation, type Known } from "../state/apply-observation.ts";
import { appeared, knows } from "./appeared.ts";
import { call } from "./call.ts";
import type { Snapshot, WatchOptions } from "./multistream.ts";

/** Observations that a slow reader may leave unread. */
const MAX_UNREAD = 10_000;

/**
 * A snapshot, then the events that follow from the adapter's own reports.
 *
 * @throws CapabilityError `unsupported` when the provider reports nothing by itself
 * @throws MultistreamError `limit_exceeded` when the reader falls too far behind
 */
export async function* watch(adapter: ProviderAdapter, options: WatchOptions): AsyncGenerator<Snapshot | Event> {
  if (!adapter.subscribe) {
    throw new CapabilityError("unsupported", `${adapter.name} reports nothing by itself.`, {
      operation: "watch",
      provider: adapter.name,
      hint: "Read the stream with `streams.get`, or receive the provider's webhooks.",
    });
  }
  const signal = options.signal ?? new AbortController().signal;
  const unread: Observation[] = [];
  let overflow = false;
  let wake: (() => void) | undefined;
  const unsubscribe = adapter.subscribe((observation) => {
    if (options.streamId !== undefined && observation.streamId !== options.streamId) return;
    if (unread.length < MAX_UNREAD) unread.push(observation);
    else overflow = true;
    wake?.();
  });
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
      const observation = unread.shift();
      if (!observation) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      let before = known.get(observation.streamId);
      if (!before || !knows(before, observation)) {
        before = await call(adapter.name, options, (context) =>
          appeared(adapter, observation.streamId, before, context),
        );
      }
      if (!before) continue;
      const { known: after, event } = applyObservation(before, observation, new Date().toISOString());
      known.set(observation.streamId, after);
      if (event) yield { ...event, id: crypto.randomUUID() };
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    unsubscribe();
    signal.removeEventListener("abort", onAbort);
  }
}

async function snapshot(adapter: ProviderAdapter, options: WatchOptions, context: CallContext): Promise<Stream[]> {
  if (options.streamId !== undefined) return [await adapter.streams.get(options.streamId, context)];
  const streams: Stream[] = [];
  let cursor: string | undefined;
  do {
    const query = cursor === undefined ? { limit: 100 } : { limit: 100, cursor };
    const page = await adapter.streams.list(query, context);
    streams.push(...page.data);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return streams;
}

function tooSlow(provider: string): MultistreamError {
  return new MultistreamError("limit_exceeded", `More than ${MAX_UNREAD} observations were left unread.`, {
    provider,
    hint: "Do less in the loop over `watch`, and start it again: it begins with a snapshot.",
  });
}

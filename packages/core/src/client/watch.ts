import type { Observation } from "../contract/observation.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import { CapabilityError } from "../errors/capability-error.ts";
import { MultistreamError } from "../errors/multistream-error.ts";
import type { Event } from "../model/event.ts";
import type { Stream } from "../model/stream.ts";
import { applyObservation, type Known } from "../state/apply-observation.ts";
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
    const streams = await snapshot(adapter, options, signal);
    for (const stream of streams) known.set(stream.id, { stream, seen: new Map() });
    yield { type: "snapshot", streams };
    while (!signal.aborted) {
      if (overflow) throw tooSlow(adapter.name);
      const observation = unread.shift();
      if (!observation) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      const before = known.get(observation.streamId) ?? (await appeared(adapter, observation.streamId, signal));
      if (!before) continue;
      const { known: after, event } = applyObservation(before, observation, new Date().toISOString());
      known.set(observation.streamId, after);
      if (event) yield { ...event, id: crypto.randomUUID() };
    }
  } finally {
    unsubscribe();
    signal.removeEventListener("abort", onAbort);
  }
}

async function snapshot(adapter: ProviderAdapter, options: WatchOptions, signal: AbortSignal): Promise<Stream[]> {
  if (options.streamId !== undefined) return [await adapter.streams.get(options.streamId, { signal })];
  const streams: Stream[] = [];
  let cursor: string | undefined;
  do {
    const query = cursor === undefined ? { limit: 100 } : { limit: 100, cursor };
    const page = await adapter.streams.list(query, { signal });
    streams.push(...page.data);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return streams;
}

/** A stream that was made after the snapshot; nothing when it is gone again. */
async function appeared(adapter: ProviderAdapter, id: string, signal: AbortSignal): Promise<Known | undefined> {
  const stream = await adapter.streams.get(id, { signal }).catch(() => undefined);
  return stream && { stream, seen: new Map() };
}

function tooSlow(provider: string): MultistreamError {
  return new MultistreamError("limit_exceeded", `More than ${MAX_UNREAD} observations were left unread.`, {
    provider,
    hint: "Do less in the loop over `watch`, and start it again: it begins with a snapshot.",
  });
}

import type { CallContext } from "../contract/call-context.ts";
import type { Observation } from "../contract/observation.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import type { UnplacedObservation } from "../contract/webhooks.ts";
import { streamOf, type Wish } from "../contract/wish.ts";
import { type HttpClock, systemClock } from "../http/clock.ts";
import type { Event } from "../model/event.ts";
import type { Stream } from "../model/stream.ts";
import { isMultistreamError } from "../errors/multistream-error.ts";
import type { EventDraft } from "../state/facts-between.ts";
import { identifyEvent } from "../state/identify-event.ts";
import type { StreamMemory } from "../state-store/stream-memory.ts";
import { call } from "./call.ts";
import type { Snapshot, WatchOptions } from "./multistream.ts";
import { itemsOf } from "./page.ts";
import { sharedPollOf } from "./shared-poll.ts";
import { Unread } from "./unread.ts";
import { watchCadence } from "./watch-cadence.ts";
import { type Polled, WatchPoll } from "./watch-poll.ts";
import { WatchedStreams } from "./watched-streams.ts";
import type { Wishes } from "./wishes.ts";

/** Told what is given to `observe` of the client. */
export type Hearer = (observations: readonly (Observation | UnplacedObservation)[]) => void;

/** Where a watch hears what happens. */
export type WatchSources = {
  /** As it is: its reports and polls are its own words. */
  provider: ProviderAdapter;
  /** The same, or one whose reads are completed by `memory`. */
  adapter: ProviderAdapter;
  /** Takes in what was polled. */
  memory?: Pick<StreamMemory, "observe"> | undefined;
  wishes: Wishes;
  /** One set for each client: its watches share what they poll. */
  hearers: Set<Hearer>;
  /** Aborts when the client is closed. */
  closed: AbortSignal;
  /** Default: the machine's. */
  clock?: HttpClock;
};

type Item = { wish: Wish } | { observation: Observation | UnplacedObservation } | { polled: Polled };

/**
 * A snapshot, then the events that follow from what the adapter reports by itself, else from polls; from what `observe`
 * is given; and from what is asked for: as the adapter tells it, else through this client.
 *
 * @throws MultistreamError `limit_exceeded` when the reader falls too far behind, or more streams are to be polled than
 *   one poller follows; `unauthenticated` or `forbidden` when a poll is refused
 */
export async function* watch(sources: WatchSources, options: WatchOptions): AsyncGenerator<Snapshot | Event> {
  const { provider, adapter, memory, hearers, closed, clock = systemClock } = sources;
  const { poll: asked, streamId } = options;
  const signal = options.signal ? AbortSignal.any([closed, options.signal]) : closed;
  const cadence = watchCadence(asked);
  const streams = new WatchedStreams(adapter, { signal }, () => clock.wall());
  const unread = new Unread<Item>(provider.name);
  const stopHearing = hearAll(sources, streamId, unread);
  let poll: WatchPoll | undefined;
  const stop = async (): Promise<void> => {
    stopHearing();
    await poll?.close();
  };
  const onAbort = (): void => void stop();
  signal.addEventListener("abort", onAbort);
  try {
    // Listens before it reads: what happens in between is in the queue, and late ones change nothing.
    const read = await call(provider.name, { signal }, (context) => snapshot(adapter, streamId, context), {
      isRead: true,
    });
    streams.begin(read);
    if (!provider.subscribe) {
      poll = new WatchPoll({
        provider,
        shared: sharedPollOf(hearers, provider, clock),
        memory,
        streams,
        cadence,
        signal,
        discover: streamId === undefined,
        enqueue: (polled) => unread.push({ polled }),
        gone: (streamId) => unread.push({ wish: { what: "stream", did: "deleted", streamId } }),
        refused: (error) => unread.fail(error),
      });
    }
    for (const { id } of read) poll?.follow(id);
    yield { type: "snapshot", streams: read };
    while (!options.signal?.aborted) {
      yield* streams.tick().map(identifyEvent);
      const item = unread.take();
      if (item) yield* (await takeIn(item, streams, poll)).map(identifyEvent);
      else if (closed.aborted) return;
      else await unread.wait(signal, streams.untilTick(), clock);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener("abort", onAbort);
    await stop();
  }
}

/** Puts everything that is said about the streams of a watch into its queue, until the answered function is called. */
function hearAll(
  { provider, wishes, hearers }: WatchSources,
  streamId: string | undefined,
  unread: Unread<Item>,
): () => void {
  const isMine = (id: string): boolean => streamId === undefined || streamId === id;
  const hear = (observation: Observation | UnplacedObservation): void => {
    if (!("streamId" in observation) || isMine(observation.streamId)) unread.push({ observation });
  };
  const hearEach: Hearer = (observations) => {
    for (const observation of observations) hear(observation);
  };
  const hearWish = (wish: Wish): void => {
    if (isMine(streamOf(wish))) unread.push({ wish });
  };
  const stopReports = provider.subscribe?.(hear);
  // The answers of our own calls come before or after the reports of them, as it happens.
  const stopWishes = provider.subscribeWishes?.(hearWish) ?? wishes.subscribe(hearWish);
  hearers.add(hearEach);
  return () => {
    stopReports?.();
    stopWishes();
    hearers.delete(hearEach);
  };
}

/** @throws MultistreamError when an event would be missing, and no poll makes up for it */
async function takeIn(item: Item, streams: WatchedStreams, poll: WatchPoll | undefined): Promise<EventDraft[]> {
  if ("polled" in item) return (await poll?.take(item.polled)) ?? [];
  if ("wish" in item) {
    const events = streams.wish(item.wish);
    poll?.follow(streamOf(item.wish));
    poll?.hint(streamOf(item.wish));
    return events;
  }
  const observation = streams.place(item.observation);
  if (!observation) return [];
  const { streamId } = observation;
  try {
    const { events } = await streams.observe(observation);
    poll?.follow(streamId);
    return events;
  } catch (error) {
    if (!poll || !isMultistreamError(error) || !error.retryable) throw error;
    poll.hint(streamId);
    return [];
  }
}

async function snapshot(
  adapter: ProviderAdapter,
  streamId: string | undefined,
  context: CallContext,
): Promise<Stream[]> {
  if (streamId !== undefined) return [await adapter.streams.get(streamId, context)];
  const streams: Stream[] = [];
  const read = (cursor?: string) => adapter.streams.list({ limit: 100, ...(cursor && { cursor }) }, context);
  for await (const stream of itemsOf(read)) streams.push(stream);
  return streams;
}

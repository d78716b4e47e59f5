import type { EventType } from "@polycast/core";
import type { Log } from "@polycast/core/provider";
import { isKnownPosition, listEventsAfter, newestPosition, type Store, type StoredEvent } from "../store/index.ts";

/** Which events a subscriber wants. */
export type EventFilter = { streamId?: string; types?: readonly EventType[] };

/**
 * Why no more events come: it was too `slow`, its cursor `expired` while it was reading, the gateway is `closing`, or
 * the log `failed`.
 */
export type FeedEnd = "slow" | "expired" | "closing" | "failed";

/** Somebody who follows the log. */
export type Subscriber = {
  /** Takes an event, or answers false when it has no room: that ends a live subscription. */
  send(event: StoredEvent): boolean;
  /** Resolves when there is room again. */
  ready(): Promise<void>;
  end(reason: FeedEnd): void;
};

/** Tells the log to whoever follows it: in its order, without a gap, each event once. */
export type EventFeed = {
  /**
   * Sends everything after a position that the log still has, first what is stored, then what comes.
   *
   * @returns what ends it; `end` is not called then.
   */
  subscribe(subscriber: Subscriber, after: number, filter?: EventFilter): () => void;
  /** Call it after events were stored. */
  wake(): void;
  /** Ends all subscriptions, and those that come later. */
  close(): void;
};

/** Events read at a time. */
const PAGE = 200;

type Subscription = { subscriber: Subscriber; filter: EventFilter; position: number; live: boolean };

/** Follows the log of a store. Live events are read once for all, and each subscriber gets the same object. */
export function createEventFeed({ store, log }: { store: Store; log: Log }): EventFeed {
  const subscriptions = new Set<Subscription>();
  /** The last event that was told live. */
  let told = 0;
  let telling = false;
  let awake = false;
  let closed = false;

  const anyLive = (): boolean => [...subscriptions].some(({ live }) => live);

  const end = (subscription: Subscription, reason: FeedEnd): void => {
    if (subscriptions.delete(subscription)) subscription.subscriber.end(reason);
  };

  const tell = (stored: StoredEvent): void => {
    told = Math.max(told, stored.position);
    for (const subscription of subscriptions) {
      if (!subscription.live || stored.position <= subscription.position) continue;
      subscription.position = stored.position;
      if (wants(subscription.filter, stored) && !subscription.subscriber.send(stored)) end(subscription, "slow");
    }
  };

  const wake = (): void => {
    awake = true;
    if (telling) return;
    telling = true;
    tellAll()
      .catch((error: unknown) => log("warn", "new events could not be read", { error: String(error) }))
      .finally(() => {
        telling = false;
        if (awake) wake();
      });
  };

  const tellAll = async (): Promise<void> => {
    while (awake) {
      awake = false;
      if (!anyLive()) continue;
      const events = await store.read((reader) => listEventsAfter(reader, { after: told, limit: PAGE }));
      for (const stored of events) tell(stored);
      if (events.length < PAGE) continue;
      awake = true;
      // Lets the subscribers' sockets take what they were sent.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  const replay = async (subscription: Subscription): Promise<void> => {
    const { subscriber, filter } = subscription;
    while (subscriptions.has(subscription)) {
      await subscriber.ready();
      const page = await store.read((reader) => {
        if (!isKnownPosition(reader, subscription.position)) return undefined;
        const events = listEventsAfter(reader, { after: subscription.position, limit: PAGE, ...filter });
        return { events, newest: newestPosition(reader) };
      });
      if (!page) return end(subscription, "expired");
      for (const stored of page.events) {
        while (subscriptions.has(subscription) && !subscriber.send(stored)) await subscriber.ready();
        subscription.position = stored.position;
      }
      if (page.events.length === PAGE) continue;
      subscription.position = Math.max(subscription.position, page.newest);
      if (page.events.length > 0) continue;
      if (subscription.position >= told) return goLive(subscription);
    }
  };

  /** All that was told before is behind it; what is told from now on reaches it. */
  const goLive = (subscription: Subscription): void => {
    if (!anyLive()) told = subscription.position;
    subscription.live = true;
    wake();
  };

  return {
    wake,
    subscribe(subscriber, after, filter = {}) {
      const subscription: Subscription = { subscriber, filter, position: after, live: false };
      subscriptions.add(subscription);
      if (closed) {
        queueMicrotask(() => end(subscription, "closing"));
        return () => void subscriptions.delete(subscription);
      }
      replay(subscription).catch((error: unknown) => {
        log("warn", "the event log could not be read", { error: String(error) });
        end(subscription, "failed");
      });
      return () => void subscriptions.delete(subscription);
    },
    close() {
      closed = true;
      for (const subscription of subscriptions) end(subscription, "closing");
    },
  };
}

function wants({ streamId, types }: EventFilter, { event }: StoredEvent): boolean {
  return (streamId === undefined || event.streamId === streamId) && (types === undefined || types.includes(event.type));
}

import type { Log } from "@polycast/core/provider";
import { describeError } from "../../log/describe-error.ts";
import {
  comparePositions,
  isKnownPosition,
  listEventsAfter,
  LOG_BEGINNING,
  type LogPosition,
  newestPosition,
  type Store,
  type StoredEvent,
} from "../../store/index.ts";
import { type Clock, systemClock } from "../clock.ts";

/** Which events a subscriber wants. */
export type EventFilter = { streamId?: string; tenantId?: string; types?: readonly StoredEvent["event"]["type"][] };

/**
 * Why no more events come: it was too `slow`, what it had not been told `expired`, the gateway is `closing`, or the
 * log `failed`.
 */
export type FeedEnd = "slow" | "expired" | "closing" | "failed";

/** Somebody who follows the log. */
export type Subscriber = {
  /** Takes an event, or answers false when it has no room: that ends a live subscription. */
  send(event: StoredEvent): boolean;
  /** Everything up to this position that it wants was sent: it can resume from here. Not called after each event sent. */
  pass?(position: LogPosition): void;
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
  subscribe(subscriber: Subscriber, after: LogPosition, filter?: EventFilter): () => void;
  /** Ends all subscriptions, and those that come later. */
  close(): void;
};

/** Events read at a time. */
const PAGE = 200;

/** How long to wait when the log could not be read. */
const RETRY_MS = 1000;

/**
 * How often it is read where others write too, however little is heard of them: a notice may be lost, or come while an
 * earlier transaction still holds the event back.
 */
const FLOOR_MS = 1000;

/** What a feed works with. */
export type EventFeedOptions = {
  store: Store;
  log: Log;
  /** Default: the system's. */
  clock?: Clock;
};

type Subscription = { subscriber: Subscriber; filter: EventFilter; position: LogPosition; live: boolean };

/** Follows the log of a store. Live events are read once for all, and each subscriber gets the same object. */
export function createEventFeed({ store, log, clock = systemClock }: EventFeedOptions): EventFeed {
  const subscriptions = new Set<Subscription>();
  /** The last event that was told live. */
  let told: LogPosition = LOG_BEGINNING;
  let telling = false;
  let awake = false;
  let closed = false;
  let cancelRetry: (() => void) | undefined;
  let cancelFloor: (() => void) | undefined;

  const anyLive = (): boolean => [...subscriptions].some(({ live }) => live);

  const end = (subscription: Subscription, reason: FeedEnd): void => {
    if (subscriptions.delete(subscription)) subscription.subscriber.end(reason);
  };

  const endLive = (reason: FeedEnd): void => {
    for (const subscription of subscriptions) if (subscription.live) end(subscription, reason);
  };

  const tell = (stored: StoredEvent): void => {
    if (isBehind(told, stored.position)) told = stored.position;
    for (const subscription of subscriptions) {
      if (!subscription.live || !isBehind(subscription.position, stored.position)) continue;
      subscription.position = stored.position;
      if (!wants(subscription.filter, stored)) subscription.subscriber.pass?.(stored.position);
      else if (!subscription.subscriber.send(stored)) end(subscription, "slow");
    }
  };

  const wake = (): void => {
    if (closed) return;
    awake = true;
    cancelFloor?.();
    if (!store.exclusive && anyLive()) cancelFloor = clock.after(FLOOR_MS, wake);
    if (telling) return;
    telling = true;
    tellAll()
      .catch((error: unknown) => {
        log("warn", "new events could not be read and wait", { error: describeError(error) });
        cancelRetry?.();
        // Nobody may have reason to wake it again: what was not read now was stored already.
        cancelRetry = clock.after(RETRY_MS, wake);
      })
      .finally(() => {
        telling = false;
        if (awake) wake();
      });
  };

  const tellAll = async (): Promise<void> => {
    while (awake) {
      awake = false;
      if (!anyLive()) continue;
      const events = await store.read(function* () {
        const isKnown = yield* isKnownPosition(told);
        return isKnown ? yield* listEventsAfter({ after: told, limit: PAGE }) : undefined;
      });
      if (!events) {
        endLive("expired");
        continue;
      }
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
      const page = await store.read(function* () {
        if (!(yield* isKnownPosition(subscription.position))) return undefined;
        const events = yield* listEventsAfter({ after: subscription.position, limit: PAGE, ...filter });
        return { events, newest: yield* newestPosition() };
      });
      if (!page) return end(subscription, "expired");
      for (const stored of page.events) {
        while (subscriptions.has(subscription) && !subscriber.send(stored)) await subscriber.ready();
        subscription.position = stored.position;
      }
      if (page.events.length === PAGE) continue;
      if (isBehind(subscription.position, page.newest)) {
        subscription.position = page.newest;
        subscriber.pass?.(page.newest);
      }
      if (page.events.length > 0) continue;
      if (!isBehind(subscription.position, told)) return goLive(subscription);
    }
  };

  /** All that was told before is behind it; what is told from now on reaches it. */
  const goLive = (subscription: Subscription): void => {
    if (!anyLive()) told = subscription.position;
    subscription.live = true;
    wake();
  };

  const unlisten = store.listen("events", wake);

  return {
    subscribe(subscriber, after, filter = {}) {
      const subscription: Subscription = { subscriber, filter, position: after, live: false };
      subscriptions.add(subscription);
      if (closed) {
        queueMicrotask(() => end(subscription, "closing"));
        return () => void subscriptions.delete(subscription);
      }
      replay(subscription).catch((error: unknown) => {
        log("warn", "the event log could not be read", { error: describeError(error) });
        end(subscription, "failed");
      });
      return () => void subscriptions.delete(subscription);
    },
    close() {
      closed = true;
      unlisten();
      cancelRetry?.();
      cancelFloor?.();
      for (const subscription of subscriptions) end(subscription, "closing");
    },
  };
}

function isBehind(position: LogPosition, other: LogPosition): boolean {
  return comparePositions(position, other) < 0;
}

function wants({ streamId, tenantId, types }: EventFilter, { event }: StoredEvent): boolean {
  const of = "streamId" in event ? event.streamId : undefined;
  if (tenantId !== undefined && event.tenantId !== tenantId) return false;
  return (streamId === undefined || of === streamId) && (types === undefined || types.includes(event.type));
}

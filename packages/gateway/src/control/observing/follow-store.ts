import type { Log } from "@polycast/core/provider";
import { describeError } from "../../log/describe-error.ts";
import { type ChangedStream, changedStreams, LOOK_LIMIT, type Store, streamIds, streamsAt } from "../../store/index.ts";
import type { Clock } from "../clock.ts";
import type { Parts } from "../parts.ts";
import { forget, loadStream, type StoredStream, takeUp } from "./stored-stream.ts";

/** What following a store works with. */
export type StoreFollowerOptions = Pick<Parts, "instances" | "bindings" | "register"> & {
  observer: Pick<Parts["observer"], "resume">;
  store: Store;
  clock: Clock;
  log: Log;
  /** Does this process have the duty to observe the instance? Then what it has seen itself is newer than what is stored. */
  holds: (instance: string) => boolean;
  /** Called when a stream has become known of an instance that this process has the duty to observe. */
  onFound: (streamId: string) => void;
};

/** Keeps in memory what other processes write about streams: the wishes, and what is known of those they observe. */
export type StoreFollower = {
  start(): void;
  /** Reads these again, ours. Resolves when that is done, or has failed and waits. */
  refresh(streamIds: readonly string[]): Promise<void>;
  /** Makes streams known that another process has just made, by the provider's ids. */
  find(instance: string, providerIds: readonly string[]): Promise<void>;
  close(): Promise<void>;
};

/** How often is looked for what was not heard of. */
const LOOK_MS = 2000;
/** How far back: clocks differ, and a transaction takes its time. */
const OVERLAP_MS = 15_000;
/** What was written so shortly before it was read may have been written once more with the same time. */
const SAME_MS = 2000;
/** How often all ids are compared, so that no stream is missed that has gone. */
const COMPARE_MS = 30_000;
const BATCH = 100;

/** Makes it. A notice saves time; what was missed is found within seconds. */
export function createStoreFollower(options: StoreFollowerOptions): StoreFollower {
  const { instances, bindings, register, observer, store, clock, log, holds } = options;
  const queued = new Set<string>();
  /** When each of the streams that the last looks found was written, and when it was read since. */
  let read = new Map<string, { at: number; readAt: number }>();
  let since = clock.now() - OVERLAP_MS;
  let comparedAt = clock.now();
  let running: Promise<void> | undefined;
  let closed = false;
  let cancelLook: (() => void) | undefined;
  let unlisten: (() => void)[] = [];

  const take = (id: string, stored: StoredStream | undefined): void => {
    if (!stored) return forget({ bindings, register }, id);
    const { provider } = stored.record;
    if (!instances.find(provider)) return;
    // What was seen of it at another provider is over.
    const isNew = register.known(id) === undefined || bindings.placeOf(id)?.instance !== provider;
    const ours = holds(provider);
    takeUp({ bindings, register }, stored, ours && !isNew);
    if (!isNew || !ours) return;
    observer.resume(id);
    options.onFound(id);
  };

  const drain = async (): Promise<void> => {
    try {
      while (queued.size > 0) {
        if (closed) return;
        const ids = [...queued].slice(0, BATCH);
        for (const id of ids) queued.delete(id);
        const found = await store.read(function* () {
          const streams: [string, StoredStream | undefined][] = [];
          for (const id of ids) streams.push([id, yield* loadStream(id)]);
          return streams;
        });
        for (const [id, stored] of found) take(id, stored);
      }
    } catch (error) {
      // Whatever was not read is found by the next look.
      comparedAt = 0;
      since = Math.min(since, clock.now() - COMPARE_MS);
      log("debug", "streams could not be read again", { error: describeError(error) });
    }
  };

  const refresh = async (ids: Iterable<string>): Promise<void> => {
    for (const id of ids) queued.add(id);
    running ??= drain().finally(() => (running = undefined));
    await running;
  };

  const look = async (): Promise<void> => {
    const now = clock.now();
    const found = new Map<string, { at: number; readAt: number }>();
    let last: ChangedStream | undefined;
    let page: ChangedStream[];
    do {
      if (closed) return;
      page = await store.read(() => changedStreams(since, last));
      for (const { id, at } of page) {
        const before = read.get(id);
        const isRead = before?.at === at && before.readAt > at + SAME_MS;
        if (!isRead) queued.add(id);
        found.set(id, isRead ? before : { at, readAt: now });
      }
      last = page.at(-1);
    } while (page.length === LOOK_LIMIT);
    read = found;
    since = now - OVERLAP_MS;
    await refresh([]);
  };

  const compare = async (): Promise<void> => {
    comparedAt = clock.now();
    const gone = new Set(instances.all().flatMap(({ name }) => bindings.streamsOf(name)));
    let after = "";
    let page: { id: string; provider: string }[];
    do {
      if (closed) return;
      page = await store.read(() => streamIds(after));
      for (const { id, provider } of page) {
        gone.delete(id);
        if (!bindings.placeOf(id) && instances.find(provider)) queued.add(id);
      }
      after = page.at(-1)?.id ?? after;
    } while (page.length === LOOK_LIMIT);
    // Each is read once more: it may have been made meanwhile.
    await refresh(gone);
  };

  const lookAround = async (): Promise<void> => {
    try {
      if (clock.now() - comparedAt >= COMPARE_MS) await compare();
      await look();
    } catch (error) {
      log("debug", "changed streams could not be looked for", { error: describeError(error) });
    } finally {
      if (!closed) cancelLook = clock.after(LOOK_MS, () => void lookAround());
    }
  };

  const heard = (id: string | undefined): void => {
    if (id === undefined) comparedAt = 0;
    else void refresh([id]);
  };

  /** What is known of a stream was written by this process itself where it has the duty. */
  const heardState = (id: string | undefined): void => {
    const place = id === undefined ? undefined : bindings.placeOf(id);
    if (!place || !holds(place.instance)) heard(id);
  };

  return {
    start() {
      unlisten = [store.listen("state", heardState), store.listen("wanted", heard)];
      cancelLook = clock.after(LOOK_MS, () => void lookAround());
    },
    refresh,
    find: async (instance, providerIds) => refresh(await store.read(() => streamsAt(instance, providerIds))),
    async close() {
      closed = true;
      cancelLook?.();
      for (const end of unlisten) end();
      await running;
    },
  };
}

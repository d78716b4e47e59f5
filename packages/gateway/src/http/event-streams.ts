import type { Clock } from "../control/clock.ts";
import type { Following } from "../control/events/events.ts";
import { publicEvent, publicStream } from "../control/events/public-view.ts";
import type { LoggedEvent, StoredEvent } from "../store/index.ts";
import type { KeyWatch, WatchedKey } from "./access/key-watch.ts";
import { HttpError } from "./http-error.ts";
import { type Heartbeat, SseClient } from "./sse-client.ts";

/** The limits of the event streams. */
export type EventStreamsOptions = {
  clock: Clock;
  /** Tells when the key of a client is one no longer. */
  keys: KeyWatch;
  /** Clients with a key at a time. Default 500. */
  maxClients?: number | undefined;
  /** Clients with a view token at a time: they take no room from the others. Default 500. */
  maxViewers?: number | undefined;
};

/** A client with a view token: it sees what the public may, until then (milliseconds since the epoch). */
export type Viewer = { expiresAt: number };

/** Who opens a stream. */
export type EventStreamClient = {
  /** Closes the connection under it. */
  disconnect?: (() => void) | undefined;
  viewer?: Viewer | undefined;
  /** The key that it came with: the answer ends when that expires or is deleted. */
  key?: WatchedKey | undefined;
};

/** The answers that follow events over SSE. */
export type EventStreams = {
  /**
   * Opens the body of an answer.
   *
   * @throws HttpError 429 when there are too many clients
   */
  open(following: Following, client?: EventStreamClient): ReadableStream<Uint8Array>;
};

/** Proxies close what is silent for long. */
const HEARTBEAT_MS = 15_000;

/** How long a client waits before it connects again; after a shutdown spread out, so that they do not come all at once. */
const RETRY_MS = 2000;
const RETRY_SPREAD_MS = 4000;

/** How long a client may take to read the end of an answer. */
const LINGER_MS = 10_000;

const encoder = new TextEncoder();
const heartbeat: Heartbeat = {
  plain: encoder.encode(": still here\n\n"),
  at: (position) => encoder.encode(`id: ${position}\n: still here\n\n`),
};
const expired = encoder.encode(": this view token has expired\n\n");
const keyEnded = encoder.encode(": this API key has expired or was deleted\n\n");

/** Makes the streams. Each event is encoded once for all clients that see the same of it. */
export function createEventStreams(options: EventStreamsOptions): EventStreams {
  const { clock, keys, maxClients = 500, maxViewers = 500 } = options;
  const clients = new Set<SseClient>();
  const viewers = new Set<SseClient>();
  const wholeChunk = createChunks((event) => event);
  const publicChunk = createChunks(publicEvent);
  let stopBeating: (() => void) | undefined;

  const isEmpty = (): boolean => clients.size + viewers.size === 0;

  const beat = (): void => {
    for (const client of [...clients, ...viewers]) client.beat(heartbeat);
    stopBeating = isEmpty() ? undefined : clock.after(HEARTBEAT_MS, beat);
  };

  return {
    open(following, { disconnect, viewer, key } = {}) {
      const room = viewer ? viewers : clients;
      const max = viewer ? maxViewers : maxClients;
      if (room.size >= max) throw tooMany(max);
      const stops: (() => void)[] = [];
      const client = new SseClient({
        first: beginning(viewer ? publicly(following) : following),
        goodbye: () => encoder.encode(`retry: ${RETRY_MS + Math.floor(Math.random() * RETRY_SPREAD_MS)}\n\n`),
        chunkOf: viewer ? publicChunk : wholeChunk,
        ...(viewer ? { isLast: ({ event }: StoredEvent) => event.type === "stream.deleted" } : {}),
        disconnect,
        afterLinger: (callback) => void clock.after(LINGER_MS, callback),
        onLeave: () => {
          room.delete(client);
          for (const stop of stops) stop();
          if (!isEmpty()) return;
          stopBeating?.();
          stopBeating = undefined;
        },
      });
      room.add(client);
      if (viewer) stops.push(clock.after(Math.max(0, viewer.expiresAt - clock.now()), () => client.finish(expired)));
      if (key) stops.push(keys.watch(key, () => client.finish(keyEnded)));
      stops.push(following.start(client));
      stopBeating ??= clock.after(HEARTBEAT_MS, beat);
      return client.body;
    },
  };
}

/** Encodes each event once. */
function createChunks(show: (event: LoggedEvent) => LoggedEvent): (stored: StoredEvent) => Uint8Array {
  const chunks = new WeakMap<StoredEvent, Uint8Array>();
  return (stored) => {
    const chunk =
      chunks.get(stored) ?? encoder.encode(`id: ${stored.position}\ndata: ${JSON.stringify(show(stored.event))}\n\n`);
    chunks.set(stored, chunk);
    return chunk;
  };
}

function publicly(following: Following): Following {
  const { snapshot, start } = following;
  return snapshot ? { start, snapshot: { ...snapshot, streams: snapshot.streams.map(publicStream) } } : { start };
}

function beginning({ snapshot }: Following): Uint8Array {
  const retry = `retry: ${RETRY_MS}\n\n`;
  if (!snapshot) return encoder.encode(retry);
  return encoder.encode(`${retry}id: ${snapshot.cursor}\nevent: snapshot\ndata: ${JSON.stringify(snapshot)}\n\n`);
}

function tooMany(max: number): HttpError {
  return new HttpError(429, "rate_limited", `More than ${max} clients follow the events already.`, {
    hint: "Try again later, or read the event list from time to time.",
    retryAfterMs: 10_000,
  });
}

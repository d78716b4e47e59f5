import type { Clock } from "../control/clock.ts";
import type { Following } from "../control/events.ts";
import type { StoredEvent } from "../store/index.ts";
import { HttpError } from "./http-error.ts";
import { SseClient } from "./sse-client.ts";

/** The limits of the event streams. */
export type EventStreamsOptions = {
  clock: Clock;
  /** Clients at a time. Default 500. */
  maxClients?: number;
};

/** The answers that follow events over SSE. */
export type EventStreams = {
  /**
   * Opens the body of an answer.
   *
   * @param disconnect closes the connection under it
   * @throws HttpError 429 when there are too many clients
   */
  open(following: Following, disconnect?: () => void): ReadableStream<Uint8Array>;
};

/** Proxies close what is silent for long. */
const HEARTBEAT_MS = 15_000;

/** How long a client waits before it connects again; after a shutdown spread out, so that they do not come all at once. */
const RETRY_MS = 2000;
const RETRY_SPREAD_MS = 4000;

const encoder = new TextEncoder();
const heartbeat = encoder.encode(": still here\n\n");

/** Makes the streams. Each event is encoded once for all clients. */
export function createEventStreams({ clock, maxClients = 500 }: EventStreamsOptions): EventStreams {
  const clients = new Set<SseClient>();
  const chunks = new WeakMap<StoredEvent, Uint8Array>();
  let stopBeating: (() => void) | undefined;

  const chunkOf = (stored: StoredEvent): Uint8Array => {
    const chunk =
      chunks.get(stored) ?? encoder.encode(`id: ${stored.position}\ndata: ${JSON.stringify(stored.event)}\n\n`);
    chunks.set(stored, chunk);
    return chunk;
  };

  const beat = (): void => {
    for (const client of clients) client.beat(heartbeat);
    stopBeating = clients.size > 0 ? clock.after(HEARTBEAT_MS, beat) : undefined;
  };

  return {
    open(following, disconnect) {
      if (clients.size >= maxClients) throw tooMany(maxClients);
      let stop: (() => void) | undefined;
      const client = new SseClient({
        first: beginning(following),
        goodbye: () => encoder.encode(`retry: ${RETRY_MS + Math.floor(Math.random() * RETRY_SPREAD_MS)}\n\n`),
        chunkOf,
        disconnect,
        onLeave: () => {
          clients.delete(client);
          stop?.();
          if (clients.size > 0) return;
          stopBeating?.();
          stopBeating = undefined;
        },
      });
      clients.add(client);
      stop = following.start(client);
      stopBeating ??= clock.after(HEARTBEAT_MS, beat);
      return client.body;
    },
  };
}

function beginning({ snapshot }: Following): Uint8Array {
  const retry = `retry: ${RETRY_MS}\n\n`;
  if (!snapshot) return encoder.encode(retry);
  return encoder.encode(`${retry}id: ${snapshot.cursor}\nevent: snapshot\ndata: ${JSON.stringify(snapshot)}\n\n`);
}

function tooMany(maxClients: number): HttpError {
  return new HttpError(429, "rate_limited", `More than ${maxClients} clients follow the events already.`, {
    hint: "Try again later, or read the event list from time to time.",
    retryAfterMs: 10_000,
  });
}

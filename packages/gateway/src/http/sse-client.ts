import type { FeedEnd, Subscriber } from "../control/event-feed.ts";
import type { StoredEvent } from "../store/index.ts";

/** Bytes that may wait for a client. One that falls further behind is closed and resumes with `Last-Event-ID`. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** What a client is made of. */
export type SseClientOptions = {
  /** The beginning of the answer. */
  first: Uint8Array;
  /** The end of the answer when the gateway closes. */
  goodbye(): Uint8Array;
  /** An event as it goes over the wire; the same bytes for all clients. */
  chunkOf(stored: StoredEvent): Uint8Array;
  /** Closes the connection under the answer, for a client that does not read. */
  disconnect: (() => void) | undefined;
  /** Called once, when the client has gone or was closed. */
  onLeave(): void;
};

/** One client that follows events: the body of its answer, fed by the event log. */
export class SseClient implements Subscriber {
  readonly body: ReadableStream<Uint8Array>;
  readonly #options: SseClientOptions;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #room = Promise.withResolvers<void>();
  /** Has it read anything since the last beat? */
  #moved = true;

  constructor(options: SseClientOptions) {
    this.#options = options;
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
          controller.enqueue(options.first);
        },
        pull: () => {
          this.#moved = true;
          this.#room.resolve();
        },
        cancel: () => this.#leave(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: MAX_WAITING_BYTES }),
    );
  }

  send(event: StoredEvent): boolean {
    if (!this.#hasRoom()) return false;
    this.#controller?.enqueue(this.#options.chunkOf(event));
    return true;
  }

  async ready(): Promise<void> {
    if (!this.#controller || this.#hasRoom()) return;
    this.#room = Promise.withResolvers();
    await this.#room.promise;
  }

  end(reason: FeedEnd): void {
    if (reason === "slow") return this.#drop();
    if (reason === "closing") this.#controller?.enqueue(this.#options.goodbye());
    this.#controller?.close();
    this.#leave();
  }

  /** Keeps the connection alive, and closes one whose client has not read for a whole interval. */
  beat(chunk: Uint8Array): void {
    if (this.#hasRoom()) this.#controller?.enqueue(chunk);
    else if (!this.#moved) this.#drop();
    this.#moved = false;
  }

  #hasRoom(): boolean {
    return (this.#controller?.desiredSize ?? 0) > 0;
  }

  /** What waits for it is given up: it would never end otherwise. */
  #drop(): void {
    const { disconnect } = this.#options;
    if (disconnect) disconnect();
    else this.#controller?.error(new Error("The client reads too slowly."));
    this.#leave();
  }

  #leave(): void {
    if (!this.#controller) return;
    this.#controller = undefined;
    this.#room.resolve();
    this.#options.onLeave();
  }
}

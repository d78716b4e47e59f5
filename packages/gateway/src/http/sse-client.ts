import type { FeedEnd, Subscriber } from "../control/events/event-feed.ts";
import type { LogPosition, StoredEvent } from "../store/index.ts";

/** Bytes that may wait for a client. One that falls further behind is closed and resumes with `Last-Event-ID`. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** What is sent when nothing else is: alike for all, or with a position. */
export type Heartbeat = { plain: Uint8Array; at: (position: LogPosition) => Uint8Array };

/** What a client is made of. */
export type SseClientOptions = {
  /** The beginning of the answer. */
  first: Uint8Array;
  /** The end of the answer when the gateway closes. */
  goodbye(): Uint8Array;
  /** An event as it goes over the wire; the same bytes for all clients. */
  chunkOf(stored: StoredEvent): Uint8Array;
  /** Is there nothing more to say after this event? */
  isLast?(stored: StoredEvent): boolean;
  /** Closes the connection under the answer, for a client that does not read. */
  disconnect: (() => void) | undefined;
  /** Calls back when an answer that has ended should long have arrived. */
  afterLinger(callback: () => void): void;
  /** Called once, when the client has gone or was closed. */
  onLeave(): void;
};

/** One client that follows events: the body of its answer, fed by the event log. */
export class SseClient implements Subscriber {
  readonly body: ReadableStream<Uint8Array>;
  readonly #options: SseClientOptions;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #room = Promise.withResolvers<void>();
  /** Where it can resume from, when that is ahead of the last event that it was sent. */
  #passed: LogPosition | undefined;
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
    this.#passed = undefined;
    if (this.#options.isLast?.(event)) this.finish();
    return true;
  }

  pass(position: LogPosition): void {
    this.#passed = position;
  }

  async ready(): Promise<void> {
    if (!this.#controller || this.#hasRoom()) return;
    this.#room = Promise.withResolvers();
    await this.#room.promise;
  }

  end(reason: FeedEnd): void {
    if (reason === "slow") return this.#drop();
    this.finish(reason === "closing" ? this.#options.goodbye() : undefined);
  }

  /** Ends the answer after what waits for the client, and the connection if it does not read that. */
  finish(last?: Uint8Array): void {
    const { disconnect } = this.#options;
    if (!this.#controller) return;
    if (last) this.#controller.enqueue(last);
    this.#controller.close();
    if (disconnect) this.#options.afterLinger(disconnect);
    this.#leave();
  }

  /**
   * Keeps the connection alive, and closes one whose client has not read for a whole interval. One that wants little is
   * told where it can resume from: an id alone is no message, but a browser remembers it.
   */
  beat({ plain, at }: Heartbeat): void {
    if (this.#hasRoom()) {
      this.#controller?.enqueue(this.#passed === undefined ? plain : at(this.#passed));
      this.#passed = undefined;
    } else if (!this.#moved) this.#drop();
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

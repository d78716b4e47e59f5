import { PublishDialogue } from "./client-dialogue.ts";
import type { PublisherOptions, PublisherTimeouts } from "./client-options.ts";
import { decodeCommand } from "./command.ts";
import { RtmpConnectError, toConnectError } from "./connect-error.ts";
import type { ConnectStage } from "./connect-error.ts";
import { RtmpConnection } from "./connection.ts";
import { Handshake } from "./handshake.ts";
import { MessageType } from "./message.ts";
import type { RtmpMessage } from "./message.ts";
import { RtmpProtocolError } from "./protocol-error.ts";
import { createPublisherConnection } from "./publisher-connection.ts";
import type { RtmpPublisherConnection } from "./publisher-connection.ts";
import { createScrubber } from "./scrub.ts";
import type { Wire } from "./wire.ts";

/** A server's answers are small; more is not wanted. */
const ANSWER_LIMITS = { maxMessageSize: 65_536, maxChunkStreams: 64, maxBufferedBytes: 262_144 };

/** From an open socket to a publishing connection: handshake, connect, publish, each in its time. */
export class PublishAttempt {
  readonly #wire: Wire;
  readonly #signal: AbortSignal | undefined;
  readonly #timeouts: PublisherTimeouts;
  readonly #connection: RtmpConnection;
  readonly #dialogue: PublishDialogue;
  readonly #result = Promise.withResolvers<RtmpPublisherConnection>();
  readonly #onAbort = (): void => this.#fail(this.#signal?.reason);
  #stage: ConnectStage = "handshake";
  #timer: NodeJS.Timeout | undefined;
  /** Takes over the end of the connection once it is live. */
  #liveClosed: ((error: Error | undefined) => void) | undefined;

  constructor(wire: Wire, options: PublisherOptions, timeouts: PublisherTimeouts) {
    this.#wire = wire;
    this.#signal = options.signal;
    this.#timeouts = timeouts;
    const handshake = new Handshake("client");
    const handlers = {
      ready: () => this.#dialogue.start(),
      message: (message: RtmpMessage) => this.#onMessage(message),
      closed: (error?: Error) => this.#onClosed(error),
    };
    this.#connection = new RtmpConnection(wire.stream, handshake, handlers, ANSWER_LIMITS);
    this.#dialogue = new PublishDialogue(this.#connection, options, createScrubber(secretsOf(options)), {
      stage: (stage) => this.#enter(stage, timeouts.commandMs),
      live: (messageStreamId) => this.#succeed(messageStreamId),
    });
    this.#signal?.addEventListener("abort", this.#onAbort);
    this.#enter("handshake", timeouts.handshakeMs);
    this.#connection.sendRaw(handshake.hello);
  }

  /** Rejects with an RtmpConnectError, or with the signal's reason. */
  get result(): Promise<RtmpPublisherConnection> {
    return this.#result.promise;
  }

  #enter(stage: ConnectStage, ms: number): void {
    this.#stage = stage;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fail(new RtmpConnectError(stage, "timeout")), ms);
  }

  #onMessage(message: RtmpMessage): void {
    const { typeId } = message;
    if (typeId !== MessageType.commandAmf0 && typeId !== MessageType.commandAmf3) return;
    try {
      this.#dialogue.handle(decodeCommand(message));
    } catch (error) {
      // A live server that says something unreadable is still a live server.
      if (this.#liveClosed !== undefined && error instanceof RtmpProtocolError) return;
      throw error;
    }
  }

  #succeed(messageStreamId: number): void {
    this.#settle();
    const { connection, closed } = createPublisherConnection({
      wire: this.#wire,
      connection: this.#connection,
      messageStreamId,
      finish: () => this.#dialogue.finish(),
      closeMs: this.#timeouts.closeMs,
    });
    this.#liveClosed = closed;
    this.#result.resolve(connection);
  }

  #fail(reason: unknown): void {
    this.#settle();
    this.#connection.destroy();
    this.#result.reject(reason);
  }

  #onClosed(error: Error | undefined): void {
    if (this.#liveClosed === undefined) this.#fail(toConnectError(error, this.#stage));
    else this.#liveClosed(error);
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener("abort", this.#onAbort);
  }
}

/** Everything that must not show up in an error, because it may hold a key. */
function secretsOf({ streamName, app, tcUrl }: PublisherOptions): string[] {
  return [streamName, ...[app, tcUrl].flatMap((value) => value.split("?").slice(1))];
}

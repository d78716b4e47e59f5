import type { Duplex } from "node:stream";
import type { StatusInfo } from "./command.ts";
import { RtmpConnection } from "./connection.ts";
import { Handshake } from "./handshake.ts";
import { MessageType } from "./message.ts";
import type { RtmpMessage } from "./message.ts";
import { RtmpProtocolError } from "./protocol-error.ts";
import { ServerCommands } from "./server-commands.ts";
import { Publication } from "./server-publication.ts";
import { sendStatus, startPublish } from "./server-replies.ts";
import type {
  ConnectFacts,
  FailureContext,
  OnPublish,
  PublisherConnection,
  PublishEnd,
  RtmpServerLimits,
} from "./server-types.ts";

/** What a session needs from the server around it. */
export type SessionHooks = {
  onPublish: OnPublish;
  /** The peer became a publisher. */
  published(): void;
  failed(error: Error, context: FailureContext): void;
};

/** Who is at the other end. */
export type SessionPeer = { remoteAddress: string; secure: boolean };

/** One peer's connection from handshake to close, over any duplex stream. */
export class ServerSession {
  readonly #peer: SessionPeer;
  readonly #limits: RtmpServerLimits;
  readonly #hooks: SessionHooks;
  readonly #connection: RtmpConnection;
  readonly #commands: ServerCommands;
  readonly #handle: PublisherConnection;
  readonly #gone = new AbortController();
  readonly #over = Promise.withResolvers<void>();
  #publication: Publication | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ownerPaused = false;
  #closing = false;

  constructor(stream: Duplex, peer: SessionPeer, limits: RtmpServerLimits, hooks: SessionHooks) {
    this.#peer = peer;
    this.#limits = limits;
    this.#hooks = hooks;
    const handlers = {
      ready: () => {},
      message: (message: RtmpMessage) => this.#onMessage(message),
      activity: () => this.#onActivity(),
      closed: (error?: Error) => this.#onClosed(error),
    };
    const connection = new RtmpConnection(stream, new Handshake("server"), handlers, {
      maxMessageSize: limits.maxMessageSizeBeforePublish,
      maxChunkStreams: limits.maxChunkStreams,
      maxBufferedBytes: limits.maxMessageSize * 2,
    });
    this.#connection = connection;
    this.#commands = new ServerCommands(connection, {
      publish: (...request) => void this.#publish(...request),
      unpublish: () => this.#unpublish(),
      refuse: (messageStreamId, info) => this.#hangUp("disconnected", messageStreamId, info),
    });
    this.#handle = {
      get bytesRead() {
        return connection.bytesRead;
      },
      pause: () => this.#setOwnerPaused(true),
      resume: () => this.#setOwnerPaused(false),
      disconnect: (reason) => this.disconnect(reason),
    };
    this.#startPublishDeadline();
  }

  /** Settles when the stream has closed. */
  get closed(): Promise<void> {
    return this.#over.promise;
  }

  /** Ends the session from our side: a publisher gets last words, and is cut off after a grace. */
  disconnect(reason: "replaced" | "server_closed"): void {
    if (this.#publication === undefined) {
      this.#connection.destroy();
      return;
    }
    this.#hangUp(reason, this.#publication.messageStreamId, {
      level: "status",
      code: "NetStream.Unpublish.Success",
      description: reason === "replaced" ? "Another publisher took over." : "The server closes.",
    });
  }

  #onMessage(message: RtmpMessage): void {
    const { typeId, timestamp, payload } = message;
    switch (typeId) {
      case MessageType.audio:
      case MessageType.video:
      case MessageType.dataAmf0:
        if (this.#publication?.media({ typeId, timestamp, payload }) === false) {
          this.disconnect("server_closed");
        }
        return;
      case MessageType.commandAmf0:
      case MessageType.commandAmf3:
        this.#commands.handle(message);
        return;
      default:
    }
  }

  async #publish(app: string, connectObject: ConnectFacts, streamName: string, messageStreamId: number): Promise<void> {
    if (this.#publication !== undefined) {
      this.#hangUp("disconnected", messageStreamId, {
        level: "error",
        code: "NetStream.Publish.BadName",
        description: "Only one publication per connection.",
      });
      return;
    }
    const publication = new Publication(messageStreamId, (error) => this.#report(error));
    this.#publication = publication;
    this.#applyPause();
    const request = { app, streamName, ...this.#peer, connectObject, signal: this.#gone.signal };
    const decision = await publication.ask(this.#hooks.onPublish, request, this.#handle);
    if (decision === undefined) return;
    if (!decision.accept) {
      const { code, description } = decision;
      this.#hangUp("disconnected", messageStreamId, { level: "error", code, description });
      return;
    }
    this.#connection.maxMessageSize = this.#limits.maxMessageSize;
    this.#startIdleTimer();
    this.#hooks.published();
    startPublish(this.#connection, messageStreamId);
    this.#applyPause();
  }

  #unpublish(): void {
    const publication = this.#publication;
    if (publication === undefined) return;
    this.#publication = undefined;
    this.#startPublishDeadline();
    publication.end("unpublished");
    sendStatus(this.#connection, publication.messageStreamId, {
      level: "status",
      code: "NetStream.Unpublish.Success",
      description: "Unpublished.",
    });
  }

  #setOwnerPaused(paused: boolean): void {
    this.#ownerPaused = paused;
    this.#applyPause();
  }

  #applyPause(): void {
    if (this.#closing) return;
    const pause = this.#ownerPaused || this.#publication?.deciding === true;
    if (pause) this.#connection.pause();
    else this.#connection.resume();
  }

  #onActivity(): void {
    if (this.#publication?.live === true) this.#timer?.refresh();
  }

  #startPublishDeadline(): void {
    this.#startTimer(this.#limits.publishDeadlineMs, () =>
      this.#connection.destroy(new RtmpProtocolError("timeout", "no publish in time")),
    );
  }

  #startIdleTimer(): void {
    this.#startTimer(this.#limits.idleMs, () => {
      // Silence that the owner asked for is no fault of the peer.
      if (this.#connection.paused) this.#startIdleTimer();
      else this.#connection.destroy(new RtmpProtocolError("timeout", "the publisher is silent"));
    });
  }

  #startTimer(ms: number, onExpired: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(onExpired, ms);
  }

  #hangUp(reason: PublishEnd, messageStreamId: number, lastWords: StatusInfo): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#publication?.end(reason);
    sendStatus(this.#connection, messageStreamId, lastWords);
    this.#connection.end();
    this.#startTimer(this.#limits.closeGraceMs, () => this.#connection.destroy());
  }

  #onClosed(error: Error | undefined): void {
    clearTimeout(this.#timer);
    if (error !== undefined) this.#report(error);
    this.#closing = true;
    const broken = error instanceof RtmpProtocolError && error.code !== "timeout";
    this.#publication?.end(broken ? "protocol_error" : "disconnected");
    this.#gone.abort();
    this.#over.resolve();
  }

  #report(error: Error): void {
    const publishing = this.#publication?.live === true;
    this.#hooks.failed(error, { remoteAddress: this.#peer.remoteAddress, publishing });
  }
}

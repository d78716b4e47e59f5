import type { Duplex } from "node:stream";
import { Acknowledgements } from "./acknowledgements.ts";
import { encodeAmf0 } from "./amf0-encode.ts";
import type { AmfValue } from "./amf0-value.ts";
import { ChunkReader } from "./chunk-reader.ts";
import type { ChunkReaderLimits } from "./chunk-reader.ts";
import { encodeChunks } from "./chunk-writer.ts";
import {
  acknowledgement,
  readControlNumber,
  readPingRequest,
  setChunkSize,
  userControl,
  UserControlEvent,
  windowAckSize,
} from "./control-message.ts";
import type { ControlMessage } from "./control-message.ts";
import type { Handshake } from "./handshake.ts";
import { MessageType } from "./message.ts";
import type { RtmpMessage } from "./message.ts";
import { RtmpProtocolError } from "./protocol-error.ts";

/** What the owner of a connection is told. */
export type ConnectionHandlers = {
  /** The handshake is over; commands may be sent. */
  ready(): void;
  /** A command, data, audio or video message. */
  message(message: RtmpMessage): void;
  /** Bytes came in, of any kind. */
  activity?(): void;
  /** Once, after everything else; with what went wrong, if something did. */
  closed(error?: Error): void;
};

/** Chunk streams for what both sides send; any number above 2 would do. */
const COMMAND_CHUNK_STREAM = 3;
const CONTROL_CHUNK_STREAM = 2;
const INITIAL_CHUNK_SIZE = 128;
/** Answers that a peer may leave unread before it is cut off. */
const MAX_UNSENT_ANSWERS = 65_536;
/** Input that is kept while the reader is paused; beyond it the socket is paused too. */
const MAX_HELD_BYTES = 65_536;
const MAX_HELD_READS = 64;

/**
 * What both sides of an RTMP connection have in common: handshake, chunk reading, and the
 * protocol control messages (acknowledgements, window, ping), over any duplex stream.
 */
export class RtmpConnection {
  /** Bytes received, handshake included. */
  bytesRead = 0;
  /** Payload bytes per chunk of what we send. */
  outChunkSize = INITIAL_CHUNK_SIZE;

  readonly #stream: Duplex;
  readonly #handlers: ConnectionHandlers;
  readonly #reader: ChunkReader;
  readonly #acknowledgements = new Acknowledgements();
  /** Gone once it is over. */
  #handshake: Handshake | undefined;
  #announcedWindow = 0;
  #unsentAnswers = 0;
  #heldReads = 0;
  #error: Error | undefined;
  #ended = false;

  constructor(stream: Duplex, handshake: Handshake, handlers: ConnectionHandlers, limits: ChunkReaderLimits = {}) {
    this.#stream = stream;
    this.#handshake = handshake;
    this.#handlers = handlers;
    this.#reader = new ChunkReader((message) => this.#onMessage(message), limits);
    stream.on("data", (bytes: Buffer) => this.#receive(bytes));
    stream.on("end", () => {
      // A peer that has closed its side reads no answer either, unless we are saying the last words.
      if (!this.#ended) this.destroy();
    });
    stream.on("error", (error) => this.destroy(error));
    stream.on("close", () => {
      this.#reader.stop();
      handlers.closed(this.#error);
    });
  }

  /** Bytes that the peer says it has received; 0 for a peer that never does. */
  get acknowledgedBytes(): number {
    return this.#acknowledgements.acknowledgedBytes;
  }

  /** Largest message that is accepted, in bytes. */
  set maxMessageSize(bytes: number) {
    this.#reader.maxMessageSize = bytes;
  }

  /** Whether {@link pause} holds. */
  get paused(): boolean {
    return this.#reader.paused;
  }

  /** Sends bytes as they are. */
  sendRaw(bytes: Buffer): void {
    if (this.#ended) return;
    this.#unsentAnswers += bytes.length;
    if (this.#stream.writableCorked === 0) {
      // Answers of one turn leave in one packet.
      this.#stream.cork();
      process.nextTick(() => this.#stream.uncork());
    }
    this.#stream.write(bytes, () => {
      this.#unsentAnswers -= bytes.length;
    });
    if (this.#unsentAnswers > MAX_UNSENT_ANSWERS) {
      this.destroy(new RtmpProtocolError("peer_not_reading", "the peer does not read our answers"));
    }
  }

  /** Sends a protocol control message. */
  sendControl(message: ControlMessage): void {
    this.#send(CONTROL_CHUNK_STREAM, 0, message.typeId, message.payload);
  }

  /** Sends a command: its name, transaction id, command object and arguments. */
  sendCommand(messageStreamId: number, ...values: [string, number, ...AmfValue[]]): void {
    const payload = encodeAmf0(...values);
    this.#send(COMMAND_CHUNK_STREAM, messageStreamId, MessageType.commandAmf0, payload);
  }

  /** Announces a chunk size and uses it from the next message on. */
  changeOutChunkSize(size: number): void {
    this.sendControl(setChunkSize(size));
    this.outChunkSize = size;
  }

  /** Asks the peer for acknowledgements every `size` bytes. */
  announceWindow(size: number): void {
    this.#announcedWindow = size;
    this.sendControl(windowAckSize(size));
  }

  /**
   * Stops reading after the current message. A bounded amount of input is still taken from the
   * socket, so that a peer that goes away is noticed.
   */
  pause(): void {
    this.#reader.pause();
  }

  /** Reads on, beginning with what was held. */
  resume(): void {
    if (!this.#reader.paused) return;
    this.#heldReads = 0;
    this.#guarded(() => this.#reader.resume());
    if (!this.#reader.paused) this.#stream.resume();
  }

  /** Sends what is queued and then closes; input is dropped from here on. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#reader.stop();
    this.#stream.end();
    this.#stream.resume();
  }

  /** Closes at once. The first error given is the one that is reported. */
  destroy(error?: Error): void {
    this.#error ??= error;
    this.#ended = true;
    this.#reader.stop();
    this.#stream.destroy();
  }

  #send(chunkStreamId: number, messageStreamId: number, typeId: number, payload: Buffer): void {
    const message = { chunkStreamId, messageStreamId, typeId, timestamp: 0, payload };
    this.sendRaw(encodeChunks(message, this.outChunkSize));
  }

  #receive(bytes: Buffer): void {
    this.bytesRead += bytes.length;
    if (this.#ended) return;
    this.#handlers.activity?.();
    this.#guarded(() => {
      if (this.#handshake === undefined) this.#reader.push(bytes);
      else this.#shakeHands(this.#handshake, bytes);
    });
    if (this.#reader.paused) this.#hold();
    else if (this.#handshake === undefined && this.#acknowledgements.isDue(this.bytesRead)) {
      this.sendControl(acknowledgement(this.bytesRead));
    }
  }

  #shakeHands(handshake: Handshake, bytes: Buffer): void {
    const { reply, rest } = handshake.read(bytes);
    if (reply.length > 0) this.sendRaw(reply);
    if (rest === undefined) return;
    this.#handshake = undefined;
    this.#handlers.ready();
    if (rest.length > 0) this.#reader.push(rest);
  }

  #hold(): void {
    this.#heldReads += 1;
    if (this.#heldReads < MAX_HELD_READS && this.#reader.bufferedBytes < MAX_HELD_BYTES) return;
    this.#stream.pause();
  }

  #onMessage(message: RtmpMessage): void {
    switch (message.typeId) {
      case MessageType.acknowledgement:
        this.#acknowledgements.received(readControlNumber(message));
        return;
      case MessageType.windowAckSize:
        this.#acknowledgements.setWindow(readControlNumber(message));
        return;
      case MessageType.setPeerBandwidth: {
        const window = readControlNumber(message);
        if (window !== this.#announcedWindow) this.announceWindow(window);
        return;
      }
      case MessageType.userControl: {
        const ping = readPingRequest(message);
        if (ping !== undefined) this.sendControl(userControl(UserControlEvent.pingResponse, ping));
        return;
      }
      default:
        this.#handlers.message(message);
    }
  }

  /** Whatever is thrown while input is worked on ends this connection, and only this one. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.destroy(error instanceof Error ? error : new Error("unexpected failure", { cause: error }));
    }
  }
}

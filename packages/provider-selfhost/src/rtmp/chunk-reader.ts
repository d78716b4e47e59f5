import { emptyChunkHeader, parseChunkHeader, repeatedTimestampBytes } from "./chunk-header.ts";
import { appendPayload, beginMessage, openChunkStream, takePayload } from "./chunk-stream.ts";
import type { ChunkStream } from "./chunk-stream.ts";
import { MessageType } from "./message.ts";
import type { RtmpMessage } from "./message.ts";
import { RtmpProtocolError } from "./protocol-error.ts";

/** What one peer may make us hold. */
export type ChunkReaderLimits = {
  /** Largest message in bytes. Default 8 MiB. */
  maxMessageSize?: number;
  /** Chunk stream ids in one connection. Default 64. */
  maxChunkStreams?: number;
  /** Bytes held in unfinished messages and in input that was not read yet. Default 16 MiB. */
  maxBufferedBytes?: number;
};

const INITIAL_CHUNK_SIZE = 128;
const MIB = 1024 * 1024;
const EMPTY = Buffer.alloc(0);

/**
 * Turns a byte stream into RTMP messages (RTMP 1.0, section 5.3).
 *
 * Set Chunk Size and Abort belong to the chunk layer and are obeyed here; every other message
 * goes to the callback, in order. A callback may call {@link pause}, {@link resume} and
 * {@link stop}.
 */
export class ChunkReader {
  /** Largest message in bytes; a change holds from the next message header on. */
  maxMessageSize: number;

  readonly #onMessage: (message: RtmpMessage) => void;
  readonly #maxChunkStreams: number;
  readonly #maxBufferedBytes: number;
  readonly #header = emptyChunkHeader();
  readonly #streams = new Map<number, ChunkStream>();
  #chunkSize = INITIAL_CHUNK_SIZE;
  #active: ChunkStream | undefined;
  #chunkBytesLeft = 0;
  #assembling = 0;
  #rest: Buffer = EMPTY;
  #reading = false;
  #paused = false;
  #stopped = false;

  constructor(onMessage: (message: RtmpMessage) => void, limits: ChunkReaderLimits = {}) {
    this.#onMessage = onMessage;
    this.maxMessageSize = limits.maxMessageSize ?? 8 * MIB;
    this.#maxChunkStreams = limits.maxChunkStreams ?? 64;
    this.#maxBufferedBytes = limits.maxBufferedBytes ?? 16 * MIB;
  }

  /** Bytes held: unfinished messages and unread input. */
  get bufferedBytes(): number {
    return this.#assembling + this.#rest.length;
  }

  /** Whether input is kept unread. */
  get paused(): boolean {
    return this.#paused;
  }

  /**
   * Takes the next bytes; they may be cut anywhere. What is kept is copied, except that up to a
   * header's length (or everything, while paused) refers to `bytes` until the next call.
   *
   * @throws RtmpProtocolError; the reader then ignores all further input.
   */
  push(bytes: Buffer): void {
    if (this.#stopped) return;
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    this.#assertBuffered();
    this.#drain();
  }

  /** Stops after the current message; input is kept unread from then on. */
  pause(): void {
    this.#paused = true;
  }

  /** Reads what was kept and goes on. Throws like {@link push}. */
  resume(): void {
    this.#paused = false;
    this.#drain();
  }

  /** Forgets everything; further input is ignored. */
  stop(): void {
    this.#stopped = true;
    this.#rest = EMPTY;
    this.#active = undefined;
    this.#streams.clear();
    this.#assembling = 0;
  }

  #drain(): void {
    // A callback that resumes must not start a second loop inside the first.
    if (this.#reading) return;
    this.#reading = true;
    const input = this.#rest;
    let at = 0;
    try {
      while (!this.#paused && !this.#stopped) {
        const next = this.#step(input, at);
        if (next === undefined) break;
        at = next;
      }
      if (!this.#stopped) this.#rest = at === 0 ? input : input.subarray(at);
    } catch (error) {
      this.stop();
      throw error;
    } finally {
      this.#reading = false;
    }
  }

  /** Reads a header or a piece of payload; returns the offset behind it, or undefined for more input. */
  #step(input: Buffer, at: number): number | undefined {
    const stream = this.#active;
    if (stream === undefined) return this.#readHeader(input, at);
    const count = Math.min(this.#chunkBytesLeft, input.length - at);
    if (count === 0) return undefined;
    this.#assembling += appendPayload(stream, input, at, count);
    this.#assertBuffered(at + count);
    this.#chunkBytesLeft -= count;
    if (this.#chunkBytesLeft === 0) this.#endChunk(stream);
    return at + count;
  }

  #readHeader(input: Buffer, from: number): number | undefined {
    const header = this.#header;
    const headerBytes = parseChunkHeader(input, from, header);
    if (headerBytes === 0) return undefined;
    let at = from + headerBytes;
    const stream = this.#streams.get(header.chunkStreamId) ?? this.#open(header.chunkStreamId);
    if (header.format === 3 && stream.extendedField !== undefined) {
      const expected = [stream.extendedField, stream.timestamp];
      const repeated = repeatedTimestampBytes(input, at, expected);
      if (repeated < 0) return undefined;
      at += repeated;
    }
    if (header.format < 3 || !stream.inMessage) {
      beginMessage(stream, header);
      this.#assertMessageSize(stream.length);
    }
    this.#chunkBytesLeft = Math.min(this.#chunkSize, stream.length - stream.received);
    if (this.#chunkBytesLeft === 0) this.#endChunk(stream);
    else this.#active = stream;
    return at;
  }

  #open(chunkStreamId: number): ChunkStream {
    const stream = openChunkStream(this.#header);
    if (this.#streams.size >= this.#maxChunkStreams) {
      throw new RtmpProtocolError("too_many_chunk_streams", `more than ${this.#maxChunkStreams} chunk streams`);
    }
    this.#streams.set(chunkStreamId, stream);
    return stream;
  }

  #endChunk(stream: ChunkStream): void {
    this.#active = undefined;
    if (stream.received < stream.length) return;
    const payload = takePayload(stream);
    this.#assembling -= payload.length;
    const { typeId, timestamp, messageStreamId } = stream;
    if (typeId === MessageType.setChunkSize) this.#setChunkSize(payload);
    else if (typeId === MessageType.abort) this.#abort(payload);
    else this.#onMessage({ typeId, timestamp, messageStreamId, payload });
  }

  #setChunkSize(payload: Buffer): void {
    const size = payload.length === 4 ? payload.readUInt32BE() : 0;
    if (size < 1 || size > 0x7fffffff) {
      throw new RtmpProtocolError("bad_control", "Set Chunk Size is not between 1 and 0x7FFFFFFF");
    }
    this.#chunkSize = size;
  }

  #abort(payload: Buffer): void {
    if (payload.length !== 4) {
      throw new RtmpProtocolError("bad_control", "Abort does not name a chunk stream");
    }
    const stream = this.#streams.get(payload.readUInt32BE());
    if (stream?.inMessage === true) this.#assembling -= takePayload(stream).length;
  }

  #assertMessageSize(length: number): void {
    if (length <= this.maxMessageSize) return;
    throw new RtmpProtocolError(
      "message_too_large",
      `a message of ${length} bytes is larger than ${this.maxMessageSize}`,
    );
  }

  #assertBuffered(alreadyRead = 0): void {
    const held = this.#assembling + this.#rest.length - alreadyRead;
    if (held <= this.#maxBufferedBytes) return;
    this.stop();
    throw new RtmpProtocolError("buffer_limit", `more than ${this.#maxBufferedBytes} bytes in unfinished messages`);
  }
}

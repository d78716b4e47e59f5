import type { ChunkHeader } from "./chunk-header.ts";
import { RtmpProtocolError } from "./protocol-error.ts";

/** What later chunks of one chunk stream refer back to, and the message that is being put together. */
export type ChunkStream = {
  /** Absolute, of the newest message. */
  timestamp: number;
  /** What a format-3 chunk that starts a message adds. */
  delta: number;
  /** The field that stood in the last extended timestamp; undefined when the last header had none. */
  extendedField: number | undefined;
  length: number;
  typeId: number;
  messageStreamId: number;
  /** True between the first and the last byte of a message. */
  inMessage: boolean;
  /** Grows up to `length` as bytes arrive. */
  payload: Buffer;
  received: number;
};

const EMPTY = Buffer.alloc(0);
/** A header may claim megabytes, so memory follows the bytes that really came. */
const FIRST_ALLOCATION = 16_384;

/**
 * The stream that a chunk header opens on a chunk stream id never seen before. Format 1 is
 * accepted there, with timestamp base and message stream id 0, because librtmp-based peers send
 * control messages that way; formats 2 and 3 lack a length and are refused.
 *
 * @throws RtmpProtocolError `bad_chunk`.
 */
export function openChunkStream(header: ChunkHeader): ChunkStream {
  if (header.format > 1) {
    throw new RtmpProtocolError("bad_chunk", `format ${header.format} on a new chunk stream`);
  }
  return {
    timestamp: 0,
    delta: 0,
    extendedField: undefined,
    length: 0,
    typeId: 0,
    messageStreamId: 0,
    inMessage: false,
    payload: EMPTY,
    received: 0,
  };
}

/**
 * Starts the next message of the stream.
 *
 * A format-3 start right after a format-0 message adds that message's whole timestamp, which
 * reads oddly but is what the specification says (section 5.3.1.2.4) and what FFmpeg sends.
 *
 * @throws RtmpProtocolError `bad_chunk` when the last message is not complete yet.
 */
export function beginMessage(stream: ChunkStream, header: ChunkHeader): void {
  if (stream.inMessage) {
    throw new RtmpProtocolError("bad_chunk", "a new message header inside a message");
  }
  const { format } = header;
  if (format < 3) {
    stream.delta = header.timestampField;
    stream.extendedField = header.extended ? header.timestampField : undefined;
  }
  stream.timestamp = format === 0 ? stream.delta : (stream.timestamp + stream.delta) >>> 0;
  if (format < 2) {
    stream.length = header.length;
    stream.typeId = header.typeId;
  }
  if (format === 0) stream.messageStreamId = header.messageStreamId;
  stream.inMessage = true;
}

/** Appends part of `bytes` to the message and returns how much memory that took additionally. */
export function appendPayload(stream: ChunkStream, bytes: Buffer, from: number, count: number): number {
  const needed = stream.received + count;
  const before = stream.payload.length;
  if (needed > before) {
    const capacity = Math.min(stream.length, Math.max(needed, before * 2, FIRST_ALLOCATION));
    const larger = Buffer.allocUnsafe(capacity);
    stream.payload.copy(larger, 0, 0, stream.received);
    stream.payload = larger;
  }
  bytes.copy(stream.payload, stream.received, from, from + count);
  stream.received = needed;
  return stream.payload.length - before;
}

/** Ends the message, whole or aborted, and hands over what was collected. */
export function takePayload(stream: ChunkStream): Buffer {
  const { payload } = stream;
  stream.inMessage = false;
  stream.payload = EMPTY;
  stream.received = 0;
  return payload;
}

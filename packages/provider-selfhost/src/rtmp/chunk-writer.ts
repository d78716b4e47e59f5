/** A message together with the chunk stream that carries it. */
export type ChunkedMessage = {
  /** 2 to 65599; 2 is for protocol control messages only. */
  chunkStreamId: number;
  messageStreamId: number;
  typeId: number;
  /** Milliseconds; taken modulo 2^32. */
  timestamp: number;
  /** At most 0xFFFFFF bytes. */
  payload: Buffer;
};

/** From here on a timestamp moves into the extended field (RTMP 1.0, section 5.3.1.3). */
const EXTENDED_TIMESTAMP = 0xffffff;
const MAX_PAYLOAD = 0xffffff;
const MESSAGE_HEADER_BYTES = 11;

/**
 * Encodes one message as a type-0 chunk followed by type-3 chunks, in one contiguous buffer.
 *
 * The result depends only on the arguments, not on what was sent before, so one buffer may be
 * written to any number of connections that share message stream id and chunk size. A timestamp
 * past 0xFFFFFF is written into the type-0 header and repeated in every type-3 chunk, which is
 * what deployed peers expect (RTMP 1.0, section 5.3.1.3).
 *
 * @param chunkSize payload bytes per chunk, 1 to 0x7FFFFFFF.
 * @throws RangeError when an argument does not fit its field.
 */
export function encodeChunks(message: ChunkedMessage, chunkSize: number): Buffer {
  const { chunkStreamId, payload } = message;
  const length = payload.length;
  const timestamp = message.timestamp >>> 0;
  assertFits(chunkStreamId, length, chunkSize);

  const extended = timestamp >= EXTENDED_TIMESTAMP;
  const basicBytes = chunkStreamId < 64 ? 1 : chunkStreamId < 320 ? 2 : 3;
  const extendedBytes = extended ? 4 : 0;
  const continuations = length > chunkSize ? Math.ceil(length / chunkSize) - 1 : 0;
  const out = Buffer.allocUnsafe(
    basicBytes + MESSAGE_HEADER_BYTES + extendedBytes + length + continuations * (basicBytes + extendedBytes),
  );

  let at = writeBasicHeader(out, 0, 0, chunkStreamId);
  out.writeUIntBE(extended ? EXTENDED_TIMESTAMP : timestamp, at, 3);
  out.writeUIntBE(length, at + 3, 3);
  out[at + 6] = message.typeId;
  out.writeUInt32LE(message.messageStreamId, at + 7);
  at += MESSAGE_HEADER_BYTES;
  if (extended) at = out.writeUInt32BE(timestamp, at);

  let from = 0;
  for (;;) {
    const end = Math.min(from + chunkSize, length);
    payload.copy(out, at, from, end);
    at += end - from;
    from = end;
    if (from >= length) return out;
    at = writeBasicHeader(out, at, 3, chunkStreamId);
    if (extended) at = out.writeUInt32BE(timestamp, at);
  }
}

/** Writes format and chunk stream id (section 5.3.1.1) and returns the offset behind them. */
function writeBasicHeader(out: Buffer, at: number, format: number, chunkStreamId: number): number {
  const top = format << 6;
  if (chunkStreamId < 64) {
    out[at] = top | chunkStreamId;
    return at + 1;
  }
  const rest = chunkStreamId - 64;
  out[at] = chunkStreamId < 320 ? top : top | 1;
  out[at + 1] = rest & 0xff;
  if (chunkStreamId < 320) return at + 2;
  out[at + 2] = rest >> 8;
  return at + 3;
}

function assertFits(chunkStreamId: number, length: number, chunkSize: number): void {
  if (!(chunkStreamId >= 2 && chunkStreamId <= 65_599)) {
    throw new RangeError(`chunk stream id ${chunkStreamId} is not between 2 and 65599`);
  }
  if (length > MAX_PAYLOAD) {
    throw new RangeError(`a message of ${length} bytes does not fit the 24-bit length field`);
  }
  if (!(chunkSize >= 1 && chunkSize <= 0x7fffffff)) {
    throw new RangeError(`chunk size ${chunkSize} is not between 1 and 0x7FFFFFFF`);
  }
}

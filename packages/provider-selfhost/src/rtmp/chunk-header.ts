/** The decoded start of a chunk. One object is reused for every chunk of a connection. */
export type ChunkHeader = {
  /** 0 to 3: how much of the message header was sent (RTMP 1.0, section 5.3.1.2). */
  format: number;
  chunkStreamId: number;
  /** The timestamp (format 0) or the delta (1, 2), whichever field it stood in. */
  timestampField: number;
  /** Whether it stood in the extended field. */
  extended: boolean;
  /** Formats 0 and 1. */
  length: number;
  /** Formats 0 and 1. */
  typeId: number;
  /** Format 0. */
  messageStreamId: number;
};

/** A header that {@link parseChunkHeader} can fill. */
export function emptyChunkHeader(): ChunkHeader {
  return {
    format: 3,
    chunkStreamId: 0,
    timestampField: 0,
    extended: false,
    length: 0,
    typeId: 0,
    messageStreamId: 0,
  };
}

/** Bytes of the message header behind the basic header, by format. */
const MESSAGE_HEADER_BYTES = [11, 7, 3, 0] as const;
const EXTENDED_TIMESTAMP = 0xffffff;

/**
 * Reads basic header, message header and, for formats 0 to 2, the extended timestamp.
 * A format-3 chunk's repeated timestamp is {@link repeatedTimestampBytes}' business, because
 * whether it is there depends on the chunk stream.
 *
 * @returns the number of bytes read, or 0 while some are missing.
 */
export function parseChunkHeader(bytes: Buffer, from: number, header: ChunkHeader): number {
  const end = bytes.length;
  if (from >= end) return 0;
  const first = bytes.readUInt8(from);
  const format = first >> 6;
  const low = first & 0x3f;
  const basicBytes = low === 0 ? 2 : low === 1 ? 3 : 1;
  let at = from + basicBytes;
  if (at > end) return 0;
  header.format = format;
  header.chunkStreamId =
    low === 0 ? 64 + bytes.readUInt8(from + 1) : low === 1 ? 64 + bytes.readUInt16LE(from + 1) : low;
  if (format === 3) return basicBytes;

  const messageBytes = MESSAGE_HEADER_BYTES[format] ?? 0;
  if (at + messageBytes > end) return 0;
  header.timestampField = bytes.readUIntBE(at, 3);
  header.extended = header.timestampField === EXTENDED_TIMESTAMP;
  if (format < 2) {
    header.length = bytes.readUIntBE(at + 3, 3);
    header.typeId = bytes.readUInt8(at + 6);
  }
  if (format === 0) header.messageStreamId = bytes.readUInt32LE(at + 7);
  at += messageBytes;
  if (!header.extended) return at - from;

  if (at + 4 > end) return 0;
  header.timestampField = bytes.readUInt32BE(at);
  return at + 4 - from;
}

/**
 * Finds out whether a format-3 chunk repeats the extended timestamp. The specification asks for
 * it, some peers leave it out, and the bytes themselves are the only evidence: what equals the
 * expected value is taken for the timestamp, anything else for payload.
 *
 * @param expected values that a repeating peer may send.
 * @returns 4, 0, or -1 while too few bytes are there to tell.
 */
export function repeatedTimestampBytes(bytes: Buffer, from: number, expected: readonly number[]): 4 | 0 | -1 {
  const available = Math.min(4, bytes.length - from);
  for (const value of expected) {
    let matching = 0;
    while (matching < available && bytes[from + matching] === octet(value, matching)) matching += 1;
    if (matching === available) return available === 4 ? 4 : -1;
  }
  return 0;
}

function octet(value: number, index: number): number {
  return (value >>> (24 - 8 * index)) & 0xff;
}

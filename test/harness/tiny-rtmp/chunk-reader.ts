import type { ByteReader } from "./byte-reader.ts";
import { DEFAULT_CHUNK_SIZE, EXTENDED, type Message, SET_CHUNK_SIZE } from "./message.ts";

/** Far above any frame of a test clip. */
const MAX_MESSAGE = 16 * 1024 * 1024;

type ChunkStream = {
  timestamp: number;
  delta: number;
  extended: boolean;
  length: number;
  typeId: number;
  streamId: number;
  parts: Buffer[];
  received: number;
};

/**
 * Puts chunks together to messages (RTMP 1.0, section 5.3), in plain words and not fast: it judges what others write.
 * Obeys Set Chunk Size by itself and passes it on as well.
 */
export async function* readMessages(bytes: ByteReader): AsyncGenerator<Message> {
  const streams = new Map<number, ChunkStream>();
  let chunkSize = DEFAULT_CHUNK_SIZE;
  for (;;) {
    const first = (await bytes.take(1)).readUInt8();
    const stream = await header(bytes, first >> 6, streams, await chunkStreamId(bytes, first & 0x3f));
    const part = await bytes.take(Math.min(chunkSize, stream.length - stream.received));
    stream.parts.push(part);
    stream.received += part.length;
    if (stream.received < stream.length) continue;
    const { typeId, streamId, timestamp } = stream;
    const payload = Buffer.concat(stream.parts);
    stream.parts = [];
    stream.received = 0;
    if (typeId === SET_CHUNK_SIZE) chunkSize = payload.readUInt32BE();
    yield { typeId, streamId, timestamp, payload };
  }
}

async function chunkStreamId(bytes: ByteReader, low: number): Promise<number> {
  if (low === 0) return 64 + (await bytes.take(1)).readUInt8();
  if (low === 1) return 64 + (await bytes.take(2)).readUInt16LE();
  return low;
}

/** Format 0 has all fields, 1 leaves out the message stream id, 2 also length and type, 3 everything. */
async function header(
  bytes: ByteReader,
  format: number,
  streams: Map<number, ChunkStream>,
  id: number,
): Promise<ChunkStream> {
  const known = streams.get(id);
  if (known === undefined && format !== 0) throw new Error(`Chunk stream ${id} began with a format ${format} header`);
  const stream = known ?? {
    timestamp: 0,
    delta: 0,
    extended: false,
    length: 0,
    typeId: 0,
    streamId: 0,
    parts: [],
    received: 0,
  };
  streams.set(id, stream);
  const starts = stream.received === 0;
  if (!starts && format !== 3) throw new Error(`Chunk stream ${id} began a message inside another`);
  const fields = await bytes.take([11, 7, 3, 0][format] ?? 0);
  if (format <= 1) {
    stream.length = fields.readUIntBE(3, 3);
    stream.typeId = fields.readUInt8(6);
  }
  if (format === 0) stream.streamId = fields.readUInt32LE(7);
  if (stream.length > MAX_MESSAGE) throw new Error(`A message of ${stream.length} bytes`);
  const short = format === 3 ? stream.delta : fields.readUIntBE(0, 3);
  if (format !== 3) stream.extended = short === EXTENDED;
  const time = stream.extended ? (await bytes.take(4)).readUInt32BE() : short;
  if (!starts) return stream;
  stream.delta = time;
  stream.timestamp = format === 0 ? time : (stream.timestamp + time) % 2 ** 32;
  return stream;
}

import { EXTENDED, type Message, uint32 } from "./message.ts";

/** A message as one full chunk header and as many continuation chunks as it needs; the chunk stream id is 2 to 63. */
export function encodeMessage(message: Message, chunkStreamId: number, chunkSize: number): Buffer {
  const { typeId, streamId, timestamp, payload } = message;
  const extended = timestamp >= EXTENDED;
  const header = Buffer.alloc(12);
  header.writeUInt8(chunkStreamId);
  header.writeUIntBE(extended ? EXTENDED : timestamp, 1, 3);
  header.writeUIntBE(payload.length, 4, 3);
  header.writeUInt8(typeId, 7);
  header.writeUInt32LE(streamId, 8);
  const time = extended ? [uint32(timestamp)] : [];
  const parts = [header, ...time, payload.subarray(0, chunkSize)];
  for (let at = chunkSize; at < payload.length; at += chunkSize) {
    parts.push(Buffer.of(0xc0 | chunkStreamId), ...time, payload.subarray(at, at + chunkSize));
  }
  return Buffer.concat(parts);
}

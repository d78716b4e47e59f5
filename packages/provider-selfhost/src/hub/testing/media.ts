import { ChunkReader } from "../../rtmp/chunk-reader.ts";
import type { MediaMessage } from "../../rtmp/message.ts";
import type { Batch, WireFormat } from "../batch.ts";

/** The messages that tests feed into a hub. `tag` makes payloads tell-apart; `bytes` pads them. */
export const media = {
  metadata: (tag = 0): MediaMessage =>
    message(18, 0, [Buffer.from("\x02\x00\x0d@setDataFrame\x02\x00\x0aonMetaData", "latin1")], tag),
  videoHeader: (tag = 0, timestamp = 0): MediaMessage => message(9, timestamp, [Buffer.from([0x17, 0, 0, 0, 0])], tag),
  keyframe: (timestamp: number, tag = 0, bytes = 0): MediaMessage =>
    message(9, timestamp, [Buffer.from([0x17, 1, 0, 0, 0])], tag, bytes),
  frame: (timestamp: number, tag = 0, bytes = 0): MediaMessage =>
    message(9, timestamp, [Buffer.from([0x27, 1, 0, 0, 0])], tag, bytes),
  audioHeader: (tag = 0, timestamp = 0): MediaMessage => message(8, timestamp, [Buffer.from([0xaf, 0])], tag),
  audio: (timestamp: number, tag = 0, bytes = 0): MediaMessage =>
    message(8, timestamp, [Buffer.from([0xaf, 1])], tag, bytes),
} as const;

/** Reads batches back as a destination would. */
export function decode(format: WireFormat, pieces: readonly Buffer[]): MediaMessage[] {
  const messages: MediaMessage[] = [];
  const reader = new ChunkReader(({ typeId, timestamp, payload, messageStreamId }) => {
    if (typeId !== 8 && typeId !== 9 && typeId !== 18) throw new Error(`unexpected type ${typeId}`);
    if (messageStreamId !== format.messageStreamId) throw new Error("wrong message stream");
    messages.push({ typeId, timestamp, payload });
  });
  const announce = Buffer.from([2, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  announce.writeUInt32BE(format.chunkSize, 12);
  reader.push(announce);
  for (const piece of pieces) reader.push(piece);
  return messages;
}

/** A batch of which only the outside matters. */
export function fakeBatch(fields: Partial<Batch> & { size?: number } = {}): Batch {
  const { size = 10, ...rest } = fields;
  return {
    data: Buffer.alloc(size),
    messages: 1,
    startsWithKeyframe: false,
    isEntryPoint: fields.startsWithKeyframe ?? false,
    hasVideo: true,
    firstTimestamp: 0,
    preamble: () => Buffer.from("preamble"),
    ...rest,
  };
}

function message(typeId: 8 | 9 | 18, timestamp: number, start: Buffer[], tag: number, bytes = 0): MediaMessage {
  const mark = Buffer.alloc(4 + bytes);
  mark.writeUInt32BE(tag);
  return { typeId, timestamp: timestamp >>> 0, payload: Buffer.concat([...start, mark]) };
}

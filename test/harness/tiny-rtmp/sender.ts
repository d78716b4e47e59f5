import type { Writable } from "node:stream";
import { type Amf0, encodeAmf0 } from "./amf0.ts";
import { encodeMessage } from "./chunk-writer.ts";
import { COMMAND, DEFAULT_CHUNK_SIZE, uint32 } from "./message.ts";

/** Writes the messages around the media, in chunks of the default size. */
export type Sender = {
  command(streamId: number, ...values: Amf0[]): void;
  /** A protocol control message that is one 32-bit number. */
  control(typeId: number, value: number): void;
};

const CONTROL_CHUNK_STREAM = 2;
const COMMAND_CHUNK_STREAM = 3;

export function sender(socket: Writable): Sender {
  const send = (typeId: number, streamId: number, payload: Buffer, chunkStreamId: number): void => {
    socket.write(encodeMessage({ typeId, streamId, timestamp: 0, payload }, chunkStreamId, DEFAULT_CHUNK_SIZE));
  };
  return {
    command: (streamId, ...values) => send(COMMAND, streamId, encodeAmf0(...values), COMMAND_CHUNK_STREAM),
    control: (typeId, value) => send(typeId, 0, uint32(value), CONTROL_CHUNK_STREAM),
  };
}

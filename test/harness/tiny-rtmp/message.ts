/** One RTMP message (Adobe RTMP 1.0, section 6.1). The timestamp is unsigned 32 bits of milliseconds. */
export type Message = { typeId: number; streamId: number; timestamp: number; payload: Buffer };

/** RTMP 1.0 sections 5.4, 6.2 and 7.1. */
export const SET_CHUNK_SIZE = 1;
export const ACKNOWLEDGEMENT = 3;
export const WINDOW_SIZE = 5;
export const AUDIO = 8;
export const VIDEO = 9;
export const DATA = 18;
export const COMMAND = 20;

/** From here on the timestamp stands in four bytes of its own (RTMP 1.0, section 5.3.1.3). */
export const EXTENDED = 0xffffff;
export const DEFAULT_CHUNK_SIZE = 128;

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

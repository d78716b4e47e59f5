import type { MediaMessage } from "../rtmp/message.ts";
import { FlvError } from "./flv-error.ts";
import { unwrapMetadata } from "./metadata.ts";

const TAG_HEADER_BYTES = 11;
const MAX_PAYLOAD = 0xffffff;

/** The first 13 bytes of an FLV file: header and PreviousTagSize0 (FLV 10.1, E.2 and E.3). */
export function flvHeader(tracks: { audio: boolean; video: boolean }): Buffer {
  const flags = (tracks.audio ? 0x04 : 0) | (tracks.video ? 0x01 : 0);
  return Buffer.from([0x46, 0x4c, 0x56, 0x01, flags, 0, 0, 0, 9, 0, 0, 0, 0]);
}

/**
 * One message as an FLV tag with the size that follows it (FLV 10.1, E.4.1). Metadata loses its
 * `@setDataFrame` wrapper, everything else stays byte for byte.
 *
 * @throws FlvError `too_large` when the payload does not fit the 24-bit size.
 */
export function encodeFlvTag(message: MediaMessage): Buffer {
  const payload = message.typeId === 18 ? unwrapMetadata(message.payload) : message.payload;
  if (payload.length > MAX_PAYLOAD) {
    throw new FlvError("too_large", `a payload of ${payload.length} bytes does not fit an FLV tag`);
  }
  const out = Buffer.allocUnsafe(TAG_HEADER_BYTES + payload.length + 4);
  const timestamp = message.timestamp >>> 0;
  out[0] = message.typeId;
  out.writeUIntBE(payload.length, 1, 3);
  out.writeUIntBE(timestamp & 0xffffff, 4, 3);
  out[7] = timestamp >>> 24;
  out.writeUIntBE(0, 8, 3);
  payload.copy(out, TAG_HEADER_BYTES);
  out.writeUInt32BE(TAG_HEADER_BYTES + payload.length, TAG_HEADER_BYTES + payload.length);
  return out;
}

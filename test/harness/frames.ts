import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

/** One tag of an FLV file (Adobe FLV specification 10.1, annex E.4), told by its hash. */
export type Frame = {
  type: "audio" | "video" | "data";
  /** Milliseconds, unsigned 32 bits. */
  timestamp: number;
  /** Bytes of the tag's body. */
  size: number;
  sha1: string;
  keyframe: boolean;
  /** Carries pictures or sound; not a codec header, an end marker or metadata. */
  coded: boolean;
};

/** A frame with its bytes, to be sent. */
export type FrameWithBody = Frame & { body: Buffer };

const types = new Map([
  [8, "audio"],
  [9, "video"],
  [18, "data"],
] as const);
const TAG_HEADER = 11;
const BACK_POINTER = 4;
const AAC = 10;
const AVC = 7;
const CODED = 1;

/** All tags of an FLV file in file order. A last tag that is cut off, as in a file still being written, is left out. */
export async function readFrames(path: string): Promise<FrameWithBody[]> {
  const file = await readFile(path);
  if (file.toString("latin1", 0, 3) !== "FLV") throw new Error(`${path} is not an FLV file`);
  const frames: FrameWithBody[] = [];
  let at = file.readUInt32BE(5) + BACK_POINTER;
  while (at + TAG_HEADER <= file.length) {
    const size = file.readUIntBE(at + 1, 3);
    const end = at + TAG_HEADER + size;
    if (end > file.length) break;
    const timestamp = file.readUIntBE(at + 4, 3) + file.readUInt8(at + 7) * 0x1000000;
    frames.push(toFrame(file.readUInt8(at), timestamp, file.subarray(at + TAG_HEADER, end)));
    at = end + BACK_POINTER;
  }
  return frames;
}

/** Describes the body of an FLV tag, which is also the body of an RTMP message. */
export function toFrame(typeId: number, timestamp: number, body: Buffer): FrameWithBody {
  const type = new Map<number, Frame["type"]>(types).get(typeId);
  if (type === undefined) throw new Error(`FLV has no tag type ${typeId}`);
  const first = body[0] ?? 0;
  const packet = body[1];
  const coded =
    (type === "video" && ((first & 0xf) !== AVC || packet === CODED)) ||
    (type === "audio" && (first >> 4 !== AAC || packet === CODED));
  const keyframe = type === "video" && coded && first >> 4 === 1;
  const sha1 = createHash("sha1").update(body).digest("hex");
  return { type, timestamp, size: body.length, sha1, keyframe, coded, body };
}

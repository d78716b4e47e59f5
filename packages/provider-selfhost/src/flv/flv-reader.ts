import type { MediaMessage } from "../rtmp/message.ts";
import { FlvError } from "./flv-error.ts";
import { wrapMetadata } from "./metadata.ts";

const FILE_HEADER_BYTES = 9;
/** Headers longer than 9 bytes are allowed for the future (FLV 10.1, E.2). */
const MAX_FILE_HEADER_BYTES = 1024;
const TAG_HEADER_BYTES = 11;
const PREVIOUS_TAG_SIZE_BYTES = 4;
const FILTER_BIT = 0x20;

/** Settings of {@link FlvReader}. */
export type FlvReaderOptions = {
  /** Largest tag body that is taken, in bytes. Default 8 MiB. */
  maxTagBytes?: number;
};

type Part = "file header" | "extra header" | "previous size" | "tag header" | "tag body";

/**
 * Reads FLV as it arrives, in pieces of any size, into messages as they travel on RTMP (metadata
 * in its `@setDataFrame` wrapper). Holds at most one tag. Tags of other types are skipped.
 *
 * Source: Adobe FLV 10.1, annex E.
 */
export class FlvReader {
  readonly #onMessage: (message: MediaMessage) => void;
  readonly #maxTagBytes: number;
  #part: Part = "file header";
  #wanted = FILE_HEADER_BYTES;
  #staging: Buffer = Buffer.alloc(0);
  #held = 0;
  #tag: { typeId: number; timestamp: number } = { typeId: 0, timestamp: 0 };

  constructor(onMessage: (message: MediaMessage) => void, options: FlvReaderOptions = {}) {
    this.#onMessage = onMessage;
    this.#maxTagBytes = options.maxTagBytes ?? 8 * 1024 * 1024;
  }

  /**
   * Takes the next bytes; they may be reused by the caller afterwards.
   *
   * @throws FlvError `bad_signature`, `too_large` or `unsupported`; the reader is unusable then.
   */
  push(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      const end = Math.min(at + this.#wanted - this.#held, bytes.length);
      this.#gather(bytes.subarray(at, end));
      at = end;
    }
  }

  /**
   * Says that no more bytes follow.
   *
   * @throws FlvError `truncated` when the file ends inside a header or a tag.
   */
  end(): void {
    const atBoundary = this.#part === "previous size" || this.#part === "tag header";
    // Many writers leave the last tag size out, so only a begun tag counts as truncated.
    if (!atBoundary || (this.#part === "tag header" && this.#held > 0)) {
      throw new FlvError("truncated", `the file ends inside its ${this.#part}`);
    }
  }

  #gather(piece: Buffer): void {
    if (this.#held === 0 && piece.length === this.#wanted) return this.#take(piece);
    const held = this.#held + piece.length;
    if (held > this.#staging.length) {
      // Grows with what has come, not with what a tag claims.
      const grown = Buffer.allocUnsafe(Math.min(this.#wanted, held * 2));
      this.#staging.copy(grown, 0, 0, this.#held);
      this.#staging = grown;
    }
    piece.copy(this.#staging, this.#held);
    this.#held = held;
    if (held < this.#wanted) return;
    const whole = this.#staging.subarray(0, held);
    this.#staging = Buffer.alloc(0);
    this.#held = 0;
    this.#take(whole);
  }

  #take(bytes: Buffer): void {
    switch (this.#part) {
      case "file header":
        return this.#takeFileHeader(bytes);
      case "extra header":
        return this.#expect("previous size", PREVIOUS_TAG_SIZE_BYTES);
      case "previous size":
        return this.#expect("tag header", TAG_HEADER_BYTES);
      case "tag header":
        return this.#takeTagHeader(bytes);
      case "tag body":
        this.#emit(bytes);
        return this.#expect("previous size", PREVIOUS_TAG_SIZE_BYTES);
    }
  }

  #takeFileHeader(bytes: Buffer): void {
    const headerBytes = bytes.readUInt32BE(5);
    const isFlv = bytes.toString("latin1", 0, 3) === "FLV" && bytes[3] === 1;
    if (!isFlv || headerBytes < FILE_HEADER_BYTES || headerBytes > MAX_FILE_HEADER_BYTES) {
      throw new FlvError("bad_signature", "the bytes do not begin with an FLV version 1 header");
    }
    const extra = headerBytes - FILE_HEADER_BYTES;
    if (extra > 0) return this.#expect("extra header", extra);
    this.#expect("previous size", PREVIOUS_TAG_SIZE_BYTES);
  }

  #takeTagHeader(bytes: Buffer): void {
    const kind = bytes.readUInt8(0);
    const size = bytes.readUIntBE(1, 3);
    if ((kind & FILTER_BIT) !== 0) throw new FlvError("unsupported", "an FLV tag is encrypted");
    if (size > this.#maxTagBytes) {
      throw new FlvError("too_large", `an FLV tag claims ${size} bytes, ${this.#maxTagBytes} are allowed`);
    }
    const timestamp = (bytes.readUIntBE(4, 3) | (bytes.readUInt8(7) << 24)) >>> 0;
    this.#tag = { typeId: kind & 0x1f, timestamp };
    if (size > 0) return this.#expect("tag body", size);
    this.#emit(Buffer.alloc(0));
    this.#expect("previous size", PREVIOUS_TAG_SIZE_BYTES);
  }

  #emit(body: Buffer): void {
    const { typeId, timestamp } = this.#tag;
    if (typeId !== 8 && typeId !== 9 && typeId !== 18) return;
    // A body that came in one piece is still the caller's memory.
    const payload = Buffer.from(body);
    this.#onMessage({ typeId, timestamp, payload: typeId === 18 ? wrapMetadata(payload) : payload });
  }

  #expect(part: Part, bytes: number): void {
    this.#part = part;
    this.#wanted = bytes;
  }
}

/**
 * Reads a whole FLV file.
 *
 * @throws FlvError as {@link FlvReader} does.
 */
export function readFlv(file: Buffer, options?: FlvReaderOptions): MediaMessage[] {
  const messages: MediaMessage[] = [];
  const reader = new FlvReader((message) => messages.push(message), options);
  reader.push(file);
  reader.end();
  return messages;
}

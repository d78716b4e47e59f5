import type { RtmpMessage } from "../message.ts";

/** How a sender may differ within the rules. */
export type EncoderHabits = {
  chunkSize: number;
  /** Most peers repeat the extended timestamp in format-3 chunks; some do not. */
  repeatsExtendedTimestamp: boolean;
};

type Last = { timestamp: number; field: number; length: number; typeId: number; messageStreamId: number };

/**
 * Encodes messages with the smallest header that the specification allows, so that formats 0 to 3
 * all occur; written apart from the product's encoder. One instance is one sender.
 */
export class CompressingEncoder {
  readonly #habits: EncoderHabits;
  readonly #last = new Map<number, Last>();

  constructor(habits: EncoderHabits) {
    this.#habits = habits;
  }

  /** The chunks of one message, apart, so that those of different chunk streams can be interleaved. */
  encode(chunkStreamId: number, message: RtmpMessage): Buffer[] {
    const { payload, timestamp, typeId, messageStreamId } = message;
    const { chunkSize, repeatsExtendedTimestamp } = this.#habits;
    const last = this.#last.get(chunkStreamId);
    const delta = (timestamp - (last?.timestamp ?? 0)) >>> 0;
    const format = chooseFormat(message, delta, last);
    const field = format === 0 ? timestamp : delta;
    this.#last.set(chunkStreamId, { timestamp, field, length: payload.length, typeId, messageStreamId });

    const short = Math.min(field, 0xffffff);
    const extended = field >= 0xffffff ? uint(field, 4) : Buffer.alloc(0);
    const repeated = repeatsExtendedTimestamp ? extended : Buffer.alloc(0);
    const parts = [basicHeader(format, chunkStreamId)];
    if (format < 3) parts.push(uint(short, 3));
    if (format < 2) parts.push(uint(payload.length, 3), uint(typeId, 1));
    if (format < 1) parts.push(littleEndian(messageStreamId));
    parts.push(format < 3 ? extended : repeated);

    const chunks = [Buffer.concat([...parts, payload.subarray(0, chunkSize)])];
    for (let at = chunkSize; at < payload.length; at += chunkSize) {
      const piece = payload.subarray(at, at + chunkSize);
      chunks.push(Buffer.concat([basicHeader(3, chunkStreamId), repeated, piece]));
    }
    return chunks;
  }
}

function chooseFormat(message: RtmpMessage, delta: number, last: Last | undefined): number {
  if (last === undefined || last.messageStreamId !== message.messageStreamId) return 0;
  if (last.length !== message.payload.length || last.typeId !== message.typeId) return 1;
  return last.field === delta ? 3 : 2;
}

function basicHeader(format: number, chunkStreamId: number): Buffer {
  const top = format << 6;
  if (chunkStreamId < 64) return Buffer.from([top | chunkStreamId]);
  const rest = chunkStreamId - 64;
  if (rest < 256) return Buffer.from([top, rest]);
  return Buffer.from([top | 1, rest & 0xff, rest >> 8]);
}

function uint(value: number, bytes: number): Buffer {
  const out = Buffer.alloc(bytes);
  out.writeUIntBE(value, 0, bytes);
  return out;
}

function littleEndian(value: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32LE(value);
  return out;
}

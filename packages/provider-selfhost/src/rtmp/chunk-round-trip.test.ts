import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ChunkReader } from "./chunk-reader.ts";
import { encodeChunks } from "./chunk-writer.ts";
import { setChunkSize } from "./control-message.ts";
import type { RtmpMessage } from "./message.ts";
import { CompressingEncoder } from "./testing/compressing-encoder.ts";

/** Around every place where timestamps change their form. */
const timestamp = fc.oneof(
  fc.nat(100_000),
  fc.integer({ min: 0xffff00, max: 0x1000100 }),
  fc.integer({ min: 0xffffff00, max: 0xffffffff }),
);
const chunkSize = fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 65_536 }));
const message = fc.record({
  typeId: fc.constantFrom(8, 9, 18, 20),
  timestamp,
  messageStreamId: fc.constantFrom(0, 1, 5, 0xffffffff),
  payload: fc.oneof(fc.constantFrom(0, 1, 7), fc.nat(70_000)).map((length) => Buffer.alloc(length, length % 251)),
});
const sent = fc.array(fc.record({ chunkStreamId: fc.constantFrom(2, 3, 6, 64, 319, 320, 65_599), message }), {
  maxLength: 12,
});
const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });

function announce(size: number): Buffer {
  return encodeChunks({ chunkStreamId: 2, messageStreamId: 0, timestamp: 0, ...setChunkSize(size) }, 128);
}

function readInPieces(bytes: Buffer, where: number[]): RtmpMessage[] {
  const got: RtmpMessage[] = [];
  const reader = new ChunkReader((received) => got.push(received));
  let from = 0;
  for (const cut of [...where.map((part) => Math.floor(part * bytes.length)).toSorted((a, b) => a - b), bytes.length]) {
    reader.push(bytes.subarray(from, cut));
    from = cut;
  }
  expect(reader.bufferedBytes).toBe(0);
  return got;
}

describe("chunks there and back", () => {
  it("holds for encodeChunks with any chunk size and any fragmentation", () => {
    fc.assert(
      fc.property(sent, chunkSize, cuts, (messages, size, where) => {
        const chunks = messages.map(({ chunkStreamId, message }) => encodeChunks({ chunkStreamId, ...message }, size));
        const got = readInPieces(Buffer.concat([announce(size), ...chunks]), where);
        expect(got).toEqual(messages.map((one) => one.message));
      }),
      { numRuns: 150 },
    );
  });

  it("holds for a sender that compresses headers, whether or not it repeats extended timestamps", () => {
    fc.assert(
      fc.property(sent, chunkSize, fc.boolean(), cuts, (messages, size, repeatsExtendedTimestamp, where) => {
        const encoder = new CompressingEncoder({ chunkSize: size, repeatsExtendedTimestamp });
        const chunks = messages.flatMap(({ chunkStreamId, message }) => encoder.encode(chunkStreamId, message));
        const got = readInPieces(Buffer.concat([announce(size), ...chunks]), where);
        expect(got).toEqual(messages.map((one) => one.message));
      }),
      { numRuns: 150 },
    );
  });

  it("holds when two chunk streams are interleaved chunk by chunk", () => {
    fc.assert(
      fc.property(message, message, fc.integer({ min: 1, max: 5000 }), cuts, (video, audio, size, where) => {
        const encoder = new CompressingEncoder({ chunkSize: size, repeatsExtendedTimestamp: true });
        const left = encoder.encode(6, video);
        const right = encoder.encode(4, audio);
        const turns = Array.from({ length: Math.max(left.length, right.length) }, (_, turn) => [
          left[turn],
          right[turn],
        ]);
        const chunks = turns.flat().filter((chunk) => chunk !== undefined);
        const got = readInPieces(Buffer.concat([announce(size), ...chunks]), where);
        expect(got).toHaveLength(2);
        expect(got).toEqual(expect.arrayContaining([video, audio]));
      }),
      { numRuns: 100 },
    );
  });
});

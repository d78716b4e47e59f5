import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MediaMessage } from "../rtmp/message.ts";
import { FlvReader, readFlv } from "./flv-reader.ts";
import { encodeFlvTag, flvHeader } from "./flv-writer.ts";
import { isMetadata, unwrapMetadata, wrapMetadata } from "./metadata.ts";

const header = flvHeader({ audio: true, video: true });
const message: fc.Arbitrary<MediaMessage> = fc.record({
  typeId: fc.constantFrom(8, 9, 18),
  timestamp: fc.integer({ min: 0, max: 0xffffffff }),
  payload: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
});

describe("FLV reader and writer", () => {
  it("round-trip any messages in any fragmentation", () => {
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 20, size: "max" }),
        fc.infiniteStream(fc.integer({ min: 1, max: 97 })),
        (messages, sizes) => {
          const file = Buffer.concat([header, ...messages.map(encodeFlvTag)]);
          const read: MediaMessage[] = [];
          const reader = new FlvReader((m) => read.push(m));
          for (let at = 0; at < file.length;) {
            const size = sizes.next().value ?? 1;
            const piece = Buffer.from(file.subarray(at, at + size));
            reader.push(piece);
            piece.fill(0xee); // the caller may reuse its buffer
            at += size;
          }
          reader.end();
          expect(read).toEqual(messages);
          expect(readFlv(file)).toEqual(messages);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("keeps all 32 bits of a timestamp", () => {
    const tag = encodeFlvTag({ typeId: 9, timestamp: 0xfedcba98, payload: Buffer.from([1]) });
    expect([...tag.subarray(4, 8)]).toEqual([0xdc, 0xba, 0x98, 0xfe]);
  });

  it("stores metadata bare and hands it out wrapped", () => {
    const bare = Buffer.from("\x02\x00\x0aonMetaData\x08\x00\x00\x00\x00\x00\x00\x09", "latin1");
    const wrapped = wrapMetadata(bare);
    expect(isMetadata(bare) && isMetadata(wrapped)).toBe(true);
    expect(isMetadata(Buffer.from("\x02\x00\x0aonTextData", "latin1"))).toBe(false);
    expect(unwrapMetadata(wrapped)).toEqual(bare);
    const file = Buffer.concat([header, encodeFlvTag({ typeId: 18, timestamp: 0, payload: wrapped })]);
    expect(file.subarray(24, 24 + bare.length)).toEqual(bare);
    expect(readFlv(file)[0]?.payload).toEqual(wrapped);
  });

  it("skips tags of unknown type and longer headers", () => {
    const longer = Buffer.concat([Buffer.from("FLV\x01\x05\x00\x00\x00\x0c", "latin1"), Buffer.alloc(3 + 4)]);
    const odd = encodeFlvTag({ typeId: 9, timestamp: 0, payload: Buffer.from([7]) });
    odd[0] = 15;
    const good = encodeFlvTag({ typeId: 8, timestamp: 5, payload: Buffer.from([0xaf, 1]) });
    expect(readFlv(Buffer.concat([longer, odd, good]))).toEqual([
      { typeId: 8, timestamp: 5, payload: Buffer.from([0xaf, 1]) },
    ]);
  });

  it("accepts a file whose last tag size is missing, but no torn tag", () => {
    const tag = encodeFlvTag({ typeId: 8, timestamp: 5, payload: Buffer.from([0xaf, 1]) });
    const file = Buffer.concat([header, tag]);
    expect(readFlv(file.subarray(0, -4))).toHaveLength(1);
    expect(() => readFlv(file.subarray(0, -5))).toThrowError(expect.objectContaining({ code: "truncated" }));
    expect(() => readFlv(header.subarray(0, 5))).toThrowError(expect.objectContaining({ code: "truncated" }));
  });

  it.each([
    ["bad_signature", Buffer.from("GIF89a000000000")],
    ["too_large", Buffer.concat([header, Buffer.from([9, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0])])],
    ["unsupported", Buffer.concat([header, Buffer.from([0x29, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0])])],
  ])("refuses with %s", (code, file) => {
    expect(() => readFlv(file)).toThrowError(expect.objectContaining({ code }));
  });

  it("refuses to write what does not fit a tag", () => {
    const payload = Buffer.alloc(0x1000000);
    expect(() => encodeFlvTag({ typeId: 9, timestamp: 0, payload })).toThrowError(
      expect.objectContaining({ code: "too_large" }),
    );
  });
});

import { describe, expect, it } from "vitest";
import { encodeChunks } from "./chunk-writer.ts";

const message = {
  chunkStreamId: 6,
  messageStreamId: 1,
  typeId: 9,
  timestamp: 0x010203,
  payload: Buffer.from("abcdefg"),
};
const hex = (buffer: Buffer): string => buffer.toString("hex");

describe("encodeChunks", () => {
  it("writes one type-0 chunk when the payload fits", () => {
    expect(hex(encodeChunks(message, 7))).toBe(`060102030000070901000000${hex(message.payload)}`);
  });

  it("continues with type-3 chunks, the last one short", () => {
    const out = encodeChunks(message, 3);
    expect(out.subarray(12).toString("latin1")).toBe("abc\xc6def\xc6g");
  });

  it("adds no empty chunk after an exact fit", () => {
    expect(encodeChunks({ ...message, payload: Buffer.alloc(6) }, 3)).toHaveLength(12 + 3 + 1 + 3);
  });

  it("writes a header alone for an empty payload", () => {
    expect(encodeChunks({ ...message, payload: Buffer.alloc(0) }, 128)).toHaveLength(12);
  });

  it.each([
    [2, "02"],
    [63, "3f"],
    [64, "0000"],
    [319, "00ff"],
    [320, "010001"],
    [65_599, "01ffff"],
  ])("encodes chunk stream id %i", (chunkStreamId, basic) => {
    const out = hex(encodeChunks({ ...message, chunkStreamId }, 7));
    expect(out.startsWith(`${basic}010203`)).toBe(true);
  });

  it("uses the two-byte and three-byte ids in continuations too", () => {
    expect(hex(encodeChunks({ ...message, chunkStreamId: 64 }, 6)).slice(-8)).toBe("66c00067");
    expect(hex(encodeChunks({ ...message, chunkStreamId: 321 }, 6)).slice(-8)).toBe("c1010167");
  });

  it("keeps timestamps below 0xFFFFFF in three bytes", () => {
    expect(hex(encodeChunks({ ...message, timestamp: 0xfffffe }, 7)).slice(2, 8)).toBe("fffffe");
  });

  it.each([
    [0xffffff, "00ffffff"],
    [0x01000000, "01000000"],
    [0xffffffff, "ffffffff"],
  ])("moves timestamp %i into the extended field and repeats it", (timestamp, extended) => {
    const out = hex(encodeChunks({ ...message, timestamp }, 4));
    expect(out).toBe(`06ffffff0000070901000000${extended}61626364c6${extended}656667`);
  });

  it("takes timestamps modulo 2^32", () => {
    const wrapped = encodeChunks({ ...message, timestamp: 2 ** 32 + 5 }, 7);
    expect(wrapped.equals(encodeChunks({ ...message, timestamp: 5 }, 7))).toBe(true);
  });

  it("writes the message stream id in little endian", () => {
    expect(hex(encodeChunks({ ...message, messageStreamId: 0x01020304 }, 7)).slice(16, 24)).toBe("04030201");
  });

  it.each([
    ["chunk stream id", { ...message, chunkStreamId: 1 }, 128],
    ["chunk stream id", { ...message, chunkStreamId: 65_600 }, 128],
    ["chunk size", message, 0],
    ["chunk size", message, 2 ** 31],
    ["24-bit", { ...message, payload: Buffer.alloc(0x1000000) }, 128],
  ])("refuses a bad %s", (what, bad, chunkSize) => {
    expect(() => encodeChunks(bad, chunkSize)).toThrow(what);
  });
});

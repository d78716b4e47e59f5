import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FlvError } from "./flv-error.ts";
import { readVideoTag } from "./video-tag.ts";

const bytes = (...parts: (number | string)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from([part]))));

describe("readVideoTag", () => {
  it("tells AVC set-up, keyframe, picture and end apart", () => {
    expect(readVideoTag(bytes(0x17, 0, 0, 0, 0))).toMatchObject({
      codec: "h264",
      isSequenceHeader: true,
      isKeyframe: false,
      isCoded: false,
      headerSlot: "video:0:config",
    });
    expect(readVideoTag(bytes(0x17, 1, 0, 0, 0))).toMatchObject({
      isKeyframe: true,
      isCoded: true,
      isSequenceHeader: false,
    });
    expect(readVideoTag(bytes(0x27, 1, 0, 0, 0))).toMatchObject({ isKeyframe: false, isCoded: true });
    expect(readVideoTag(bytes(0x17, 2, 0, 0, 0))).toMatchObject({
      isKeyframe: false,
      isCoded: false,
      isSequenceHeader: false,
    });
  });

  it("reads codecs without set-up by their frame type alone", () => {
    expect(readVideoTag(bytes(0x12))).toMatchObject({ codec: "h263", isKeyframe: true, isCoded: true });
    expect(readVideoTag(bytes(0x24))).toMatchObject({ codec: "vp6", isKeyframe: false, isCoded: true });
    expect(readVideoTag(bytes(0x1c, 0))).toMatchObject({ codec: "hevc", isSequenceHeader: true });
    expect(readVideoTag(bytes(0x57))).toMatchObject({ isCoded: false, isKeyframe: false });
  });

  it.each([
    ["avc1", "h264"],
    ["hvc1", "hevc"],
    ["av01", "av1"],
    ["vp08", "vp8"],
    ["vp09", "vp9"],
    ["vvc1", "vvc"],
    ["zzzz", "unknown"],
  ])("reads enhanced %s as %s", (fourCc, codec) => {
    expect(readVideoTag(bytes(0x90, fourCc, 1, 2))).toMatchObject({ codec, isSequenceHeader: true, isKeyframe: false });
    expect(readVideoTag(bytes(0x91, fourCc, 0, 0, 0))).toMatchObject({ codec, isKeyframe: true, isCoded: true });
    expect(readVideoTag(bytes(0xa3, fourCc))).toMatchObject({ codec, isKeyframe: false, isCoded: true });
    expect(readVideoTag(bytes(0x92, fourCc))).toMatchObject({
      isKeyframe: false,
      isCoded: false,
      isSequenceHeader: false,
    });
  });

  it("keeps colour metadata as set-up in a slot of its own", () => {
    expect(readVideoTag(bytes(0xd4, "hvc1", 2))).toMatchObject({
      isSequenceHeader: true,
      headerSlot: "video:0:metadata",
    });
  });

  it("looks behind modifiers, short and long", () => {
    expect(readVideoTag(bytes(0x97, 2, 0, 0, 1, 0x01, "hvc1"))).toMatchObject({ codec: "hevc", isKeyframe: true });
    const long = bytes(0x97, 0xff, 0x01, 0x00, "x".repeat(257), 0x07, 0, 0xaa, 0x00, "av01");
    expect(readVideoTag(long)).toMatchObject({ codec: "av1", isSequenceHeader: true });
  });

  it("reads the track of a multitrack packet", () => {
    expect(readVideoTag(bytes(0x96, 0x01, "hvc1", 3, 0, 0, 0))).toMatchObject({
      codec: "hevc",
      trackId: 3,
      isKeyframe: true,
    });
    expect(readVideoTag(bytes(0x96, 0x00, "avc1", 2))).toMatchObject({ headerSlot: "video:2:config" });
    expect(readVideoTag(bytes(0x96, 0x10, "avc1", 0, 0, 0, 9))).toMatchObject({ headerSlot: "video:0+:config" });
    expect(readVideoTag(bytes(0x96, 0x20, "av01", 1, 0, 0, 9))).toMatchObject({ codec: "av1", trackId: 1 });
  });

  it("treats a seek command as neither picture nor set-up", () => {
    expect(readVideoTag(bytes(0xd0, 0))).toMatchObject({ isCoded: false, isSequenceHeader: false, isKeyframe: false });
  });

  it("answers any bytes with a tag or a typed error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (input) => {
        const outcome = attempt(() => readVideoTag(Buffer.from(input)));
        expect(
          outcome instanceof FlvError ||
            (outcome.isSequenceHeader === (outcome.headerSlot !== "") && (outcome.isCoded || !outcome.isKeyframe)),
        ).toBe(true);
      }),
    );
  });

  it.each([[[]], [[0x17]], [[0x91, 1, 2, 3]], [[0x97, 5, 1]], [[0x96, 0x01]]])("refuses %j as truncated", (input) => {
    expect(() => readVideoTag(Buffer.from(input))).toThrowError(FlvError);
  });

  it("refuses an endless chain of modifiers", () => {
    const chain = Buffer.concat([
      Buffer.from([0x97]),
      Buffer.from(Array.from({ length: 60 }, () => [0, 0, 0x07]).flat()),
    ]);
    expect(() => readVideoTag(chain)).toThrowError(/modifiers/);
  });
});

/** The result, or the typed error; anything else that is thrown fails the test. */
function attempt<T>(run: () => T): T | FlvError {
  try {
    return run();
  } catch (error) {
    if (error instanceof FlvError) return error;
    throw error;
  }
}

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAudioTag } from "./audio-tag.ts";
import { FlvError } from "./flv-error.ts";

describe("readAudioTag", () => {
  it("tells AAC set-up from audio", () => {
    expect(readAudioTag(Buffer.from([0xaf, 0, 0x12, 0x10]))).toEqual({
      codec: "aac",
      isSequenceHeader: true,
      isCoded: false,
      trackId: 0,
      headerSlot: "audio:0:config",
    });
    expect(readAudioTag(Buffer.from([0xaf, 1, 0x21]))).toMatchObject({
      codec: "aac",
      isSequenceHeader: false,
      isCoded: true,
    });
  });

  it.each([
    [0x2f, "mp3"],
    [0xef, "mp3"],
    [0xb2, "speex"],
    [0x72, "g711"],
    [0x3e, "pcm"],
    [0x62, "nellymoser"],
    [0xd2, "opus"],
    [0xf0, "unknown"],
  ])("reads sound format byte 0x%s as %s", (first, codec) => {
    expect(readAudioTag(Buffer.from([first]))).toMatchObject({ codec, isCoded: true, isSequenceHeader: false });
  });

  it.each([
    ["mp4a", "aac"],
    ["Opus", "opus"],
    ["fLaC", "flac"],
    ["ac-3", "ac3"],
    ["ec-3", "eac3"],
    [".mp3", "mp3"],
  ])("reads enhanced %s as %s", (fourCc, codec) => {
    const tag = (type: number): Buffer => Buffer.concat([Buffer.from([0x90 | type]), Buffer.from(fourCc, "latin1")]);
    expect(readAudioTag(tag(0))).toMatchObject({ codec, isSequenceHeader: true, headerSlot: "audio:0:config" });
    expect(readAudioTag(tag(1))).toMatchObject({ codec, isCoded: true, isSequenceHeader: false });
    expect(readAudioTag(tag(2))).toMatchObject({ isCoded: false, isSequenceHeader: false });
    expect(readAudioTag(tag(4))).toMatchObject({ isSequenceHeader: true, headerSlot: "audio:0:channels" });
  });

  it("reads the track of a multitrack packet behind a modifier", () => {
    const tag = Buffer.concat([Buffer.from([0x97, 2, 0, 0, 1, 0x05, 0x00]), Buffer.from("Opus"), Buffer.from([2])]);
    expect(readAudioTag(tag)).toMatchObject({ codec: "opus", trackId: 2, headerSlot: "audio:2:config" });
  });

  it("answers any bytes with a tag or a typed error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (input) => {
        const outcome = attempt(() => readAudioTag(Buffer.from(input)));
        expect(outcome instanceof FlvError || outcome.isSequenceHeader === (outcome.headerSlot !== "")).toBe(true);
      }),
    );
  });

  it.each([[[]], [[0xaf]], [[0x91, 1, 2]]])("refuses %j as truncated", (input) => {
    expect(() => readAudioTag(Buffer.from(input))).toThrowError(FlvError);
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

import { describe, expect, test } from "vitest";
import { compareFrames } from "./compare-frames.ts";
import type { Frame } from "./frames.ts";

const frame = (type: Frame["type"], name: string, keyframe = false): Frame => ({
  type,
  timestamp: 0,
  size: name.length,
  sha1: `${type}-${name}`,
  keyframe,
  coded: true,
});
const source = Array.from({ length: 10 }, (_, index) => [
  frame("video", String(index), index % 5 === 0),
  frame("audio", String(index)),
]).flat();
const twice = [...source, ...source];
const faultless = { lost: 0, misplaced: 0, foreign: 0 };

describe("compareFrames", () => {
  test("finds nothing wrong with a part of the source that runs over its end", () => {
    const recording = twice.slice(10, 34);
    expect(compareFrames(source, recording)).toEqual({
      ...faultless,
      frames: 24,
      longestRun: 24,
      startsWithKeyframe: true,
    });
  });

  test("counts missing frames per track", () => {
    const recording = twice.filter((_, index) => index !== 7 && index !== 8 && index !== 9);
    expect(compareFrames(source, recording)).toMatchObject({ ...faultless, lost: 3, frames: 37, longestRun: 29 });
  });

  test("counts a frame that comes twice or too late", () => {
    const [first, second, third, ...rest] = source.filter(({ type }) => type === "video");
    if (!first || !second || !third) throw new Error("The source is too short");
    expect(compareFrames(source, [first, second, second, third, ...rest])).toMatchObject({ lost: 0, misplaced: 1 });
    expect(compareFrames(source, [first, third, second, ...rest])).toMatchObject({ misplaced: 1 });
  });

  test("counts frames that the source does not have, and skips what carries no picture or sound", () => {
    const metadata = { ...frame("data", "metadata"), coded: false };
    const header = { ...frame("video", "header"), coded: false };
    const recording = [metadata, header, frame("video", "strange"), ...source];
    expect(compareFrames(source, recording)).toMatchObject({ ...faultless, foreign: 1, frames: 21, longestRun: 21 });
  });

  test("tells whether the picture starts at a keyframe", () => {
    expect(compareFrames(source, source.slice(1)).startsWithKeyframe).toBe(false);
  });

  test("refuses a source with frames that cannot be told apart", () => {
    expect(() => compareFrames(twice, source)).toThrow(/equal audio frames/u);
  });
});

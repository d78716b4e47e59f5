import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { distance, Timeline, type Track } from "./timeline.ts";

describe("Timeline", () => {
  it("passes the first publisher's timestamps unchanged, also across the wrap", () => {
    const timeline = new Timeline();
    expect(timeline.stampOther("video", 0)).toBe(0);
    const stamps = [0xffffff00, 0xffffff80, 0, 0x80, 0x100];
    expect(stamps.map((at) => timeline.stampCoded("video", at))).toEqual(stamps);
  });

  it("goes on one frame after the last timestamp with the next publisher", () => {
    const timeline = new Timeline();
    for (let at = 0; at <= 4000; at += 40) timeline.stampCoded("video", at);
    timeline.stampCoded("audio", 4010);
    timeline.resume();
    expect(timeline.stampOther("data", 0)).toBe(4050);
    expect(timeline.stampOther("video", 0)).toBe(4050);
    expect(timeline.stampCoded("video", 7_000_000)).toBe(4050);
    expect(timeline.stampCoded("audio", 7_000_013)).toBe(4063);
    expect(timeline.stampCoded("video", 7_000_040)).toBe(4090);
  });

  it("resumes across the wrap", () => {
    const timeline = new Timeline();
    timeline.stampCoded("video", 0xffffffd0);
    timeline.stampCoded("video", 0xfffffff0);
    timeline.resume();
    expect(timeline.stampCoded("video", 5)).toBe(0x10);
    expect(timeline.stampCoded("video", 45)).toBe(0x38);
  });

  it("takes the audio packet as the frame when there is no video", () => {
    const timeline = new Timeline();
    for (const at of [0, 23, 46]) timeline.stampCoded("audio", at);
    timeline.resume();
    expect(timeline.stampCoded("audio", 1000)).toBe(69);
  });

  it("ignores a publisher that left without media", () => {
    const timeline = new Timeline();
    timeline.resume();
    expect(timeline.stampCoded("video", 500)).toBe(500);
    timeline.resume();
    timeline.resume();
    expect(timeline.stampCoded("video", 0)).toBe(533);
  });

  it("lifts small backward steps and lets equal timestamps of two tracks be", () => {
    const timeline = new Timeline();
    expect(timeline.stampCoded("video", 1000)).toBe(1000);
    expect(timeline.stampCoded("audio", 1000)).toBe(1000);
    expect(timeline.stampCoded("video", 990)).toBe(1000);
    expect(timeline.stampCoded("audio", 995)).toBe(1000);
    expect(timeline.stampCoded("video", 1033)).toBe(1033);
  });

  it("goes on when the source's clock begins again", () => {
    const timeline = new Timeline();
    for (let at = 100_000; at <= 100_080; at += 40) timeline.stampCoded("video", at);
    expect(timeline.stampCoded("video", 0)).toBe(100_120);
    expect(timeline.stampCoded("audio", 10)).toBe(100_130);
    expect(timeline.stampCoded("video", 40)).toBe(100_160);
  });

  it("is not moved by set-up that is stamped 0 in mid-stream", () => {
    const timeline = new Timeline();
    timeline.stampCoded("video", 90_000);
    timeline.stampCoded("video", 90_040);
    expect(timeline.stampOther("video", 0)).toBe(90_040);
    expect(timeline.stampOther("data", 0)).toBe(90_040);
    expect(timeline.stampOther("video", 90_080)).toBe(90_080);
    expect(timeline.stampCoded("video", 90_080)).toBe(90_080);
  });

  it("never decreases within a track, whatever comes", () => {
    const track = fc.constantFrom<Track>("audio", "video");
    const step = fc.oneof(
      fc.record({ kind: fc.constant("coded" as const), track, by: fc.integer({ min: -3000, max: 3000 }) }),
      fc.record({ kind: fc.constant("coded" as const), track, by: fc.integer({ min: -0x7fffffff, max: 100 }) }),
      fc.record({ kind: fc.constant("other" as const), track, by: fc.integer({ min: -0x7fffffff, max: 0x7fffffff }) }),
      fc.record({ kind: fc.constant("resume" as const), track, by: fc.integer() }),
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffffffff }),
        fc.array(step, { maxLength: 200, size: "max" }),
        (start, steps) => {
          const timeline = new Timeline();
          const last: { [track in Track]?: number } = {};
          let source = start;
          timeline.stampCoded("video", source);
          for (const { kind, track: of, by } of steps) {
            if (kind === "resume") timeline.resume();
            source = (source + by) >>> 0;
            const at = kind === "other" ? timeline.stampOther(of, source) : timeline.stampCoded(of, source);
            const before = last[of];
            expect(distance(before ?? at, at)).toBeGreaterThanOrEqual(0);
            expect(at).toBe(at >>> 0);
            last[of] = at;
          }
        },
      ),
    );
  });
});

import { describe, expect, it } from "vitest";
import { StreamHeaders } from "./stream-headers.ts";
import { media } from "./testing/media.ts";

describe("StreamHeaders", () => {
  it("keeps the last of each slot in the order of first appearance", () => {
    const headers = new StreamHeaders();
    headers.set("metadata", media.metadata(1));
    headers.set("video", media.videoHeader(1));
    headers.set("audio", media.audioHeader(1));
    const before = headers.current;
    headers.set("video", media.videoHeader(2));
    expect(headers.current).toEqual([media.metadata(1), media.videoHeader(2), media.audioHeader(1)]);
    expect(before).toEqual([media.metadata(1), media.videoHeader(1), media.audioHeader(1)]);
  });

  it("is bounded in slots and bytes", () => {
    const headers = new StreamHeaders();
    const huge = { ...media.videoHeader(), payload: Buffer.alloc(1024 * 1024 + 1) };
    expect(headers.set("video", huge)).toBe(false);
    for (let slot = 0; slot < 64; slot += 1) expect(headers.set(`video:${slot}`, media.videoHeader())).toBe(true);
    expect(headers.set("one too many", media.videoHeader())).toBe(false);
    expect(headers.set("video:0", media.videoHeader(7))).toBe(true);
    expect(headers.current).toHaveLength(64);
    headers.clear();
    expect(headers.current).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { defaultGopLimits, GopCache } from "./gop-cache.ts";
import { media } from "./testing/media.ts";

const none: never[] = [];
const timestamps = (cache: GopCache): number[] => cache.messages.map((message) => message.timestamp);

describe("GopCache", () => {
  it("keeps everything from the last keyframe on, with the set-up of that moment", () => {
    const cache = new GopCache();
    const headers = [media.videoHeader()];
    cache.add(media.videoHeader(), "header", none);
    expect(cache.mode).toBe("waiting");
    cache.add(media.audio(0), "audio", headers);
    cache.add(media.keyframe(10), "keyframe", headers);
    cache.add(media.audio(20), "audio", headers);
    cache.add(media.frame(30), "video", headers);
    expect(cache.mode).toBe("gop");
    expect(timestamps(cache)).toEqual([10, 20, 30]);
    expect(cache.headers).toBe(headers);
    cache.add(media.keyframe(40), "keyframe", headers);
    expect(timestamps(cache)).toEqual([40]);
  });

  it("drops a group of pictures that is too big, until the next keyframe", () => {
    const cache = new GopCache({ ...defaultGopLimits, maxBytes: 4000 });
    cache.add(media.keyframe(0, 0, 1500), "keyframe", none);
    cache.add(media.frame(40, 0, 1500), "video", none);
    expect(cache.mode).toBe("gop");
    cache.add(media.frame(80, 0, 1500), "video", none);
    expect(cache.mode).toBe("waiting");
    expect(cache.bytes).toBe(0);
    cache.add(media.frame(120), "video", none);
    expect(cache.messages).toEqual([]);
    cache.add(media.keyframe(160), "keyframe", none);
    expect(cache.mode).toBe("gop");
  });

  it("drops a group of pictures that is too long", () => {
    const cache = new GopCache();
    cache.add(media.keyframe(0xffffff00), "keyframe", none);
    cache.add(media.frame(19_000), "video", none);
    expect(cache.mode).toBe("gop");
    cache.add(media.frame(20_000), "video", none);
    expect(cache.mode).toBe("waiting");
  });

  it("bounds a flood of empty messages too", () => {
    const cache = new GopCache({ ...defaultGopLimits, maxBytes: 100_000 });
    cache.add(media.keyframe(0), "keyframe", none);
    for (let i = 0; i < 10_000; i += 1) cache.add(media.metadata(), "data", none);
    expect(cache.mode).toBe("waiting");
  });

  it("keeps a short tail of a stream without video", () => {
    const cache = new GopCache();
    for (let at = 0; at <= 10_000; at += 100) cache.add(media.audio(at), "audio", none);
    expect(cache.mode).toBe("audio");
    expect(timestamps(cache).at(0)).toBe(8000);
    expect(timestamps(cache).at(-1)).toBe(10_000);
  });

  it("becomes a stream without video when no frame came for 10 s, and back with a keyframe", () => {
    const cache = new GopCache();
    cache.add(media.keyframe(0), "keyframe", none);
    cache.add(media.audio(10_000), "audio", none);
    expect(cache.mode).toBe("gop");
    cache.add(media.audio(10_001), "audio", none);
    expect(cache.mode).toBe("audio");
    expect(timestamps(cache)).toEqual([10_001]);
    cache.add(media.keyframe(10_500), "keyframe", none);
    expect(cache.mode).toBe("gop");
  });

  it("does not wait for ever for video that was announced and never came", () => {
    const cache = new GopCache();
    cache.add(media.videoHeader(0, 0), "header", none);
    cache.add(media.audio(5_000_000), "audio", none);
    expect(cache.mode).toBe("waiting");
    cache.add(media.audio(5_010_001), "audio", none);
    expect(cache.mode).toBe("audio");
  });

  it("forgets everything for another publisher", () => {
    const cache = new GopCache();
    cache.add(media.keyframe(0), "keyframe", none);
    cache.clear();
    expect(cache.mode).toBe("audio");
    expect(cache.messages).toEqual([]);
  });
});

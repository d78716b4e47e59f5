import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createScrubber } from "./scrub.ts";

const KEY = "abc-123?sign=x/y&token=S3cr%20et";

describe("createScrubber", () => {
  const { text, code } = createScrubber([KEY]);

  it.each([
    `Stream ${KEY} is in use`,
    `Stream "${KEY}": in use`,
    `live/${KEY}`,
    encodeURIComponent(KEY),
    "Stream abc-123 unknown",
    "Stream abc-12... unknown",
    "ABC-123",
    "bad S3cr%20et",
  ])("masks %j", (value) => {
    const scrubbed = text(value);
    expect(scrubbed).toContain("***");
    expect(scrubbed.toLowerCase()).not.toMatch(/abc-1|s3cr/);
  });

  it("leaves what has nothing to do with a key", () => {
    expect(text("Already publishing")).toBe("Already publishing");
  });

  it("bounds length and takes out control characters", () => {
    expect(text("a\n\u0000b\u2028c")).toBe("a b c");
    expect(text("word ".repeat(1000)).length).toBeLessThanOrEqual(200);
  });

  it("lets through status codes only", () => {
    expect(code("NetStream.Publish.BadName")).toBe("NetStream.Publish.BadName");
    expect(code("NetStream.Publish BadName")).toBeUndefined();
    expect(code(`NetStream.${"x".repeat(40)}`)).toBeUndefined();
    expect(code("secretkey")).toBeUndefined();
    expect(createScrubber(["secretkey"]).code("NetStream.secretkey")).toBeUndefined();
  });

  it("never lets a key through, whatever stands around it", () => {
    const key = fc.stringMatching(/^[A-Za-z0-9_?&=%.-]{6,40}$/);
    fc.assert(
      fc.property(key, fc.string(), fc.string(), (secret, before, after) => {
        expect(createScrubber([secret]).text(before + secret + after)).not.toContain(secret);
      }),
    );
  });
});

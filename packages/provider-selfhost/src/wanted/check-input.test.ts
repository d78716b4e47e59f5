import { describe, expect, test } from "vitest";
import { aNewTarget, CANARY } from "../testing/records.ts";
import { checkOptions, checkTarget } from "./check-input.ts";

describe("a target", () => {
  test("that the relay can push is let through, and so is a patch that says nothing of it", () => {
    expect(() => checkTarget(aNewTarget({ videoOnly: false }))).not.toThrow();
    expect(() => checkTarget({ name: "B" })).not.toThrow();
  });

  test.each([
    ["srt", { destination: { url: "srt://live.example:9000" } }],
    ["rendition", { rendition: "720p" }],
    ["without audio", { videoOnly: true }],
  ] as const)("that it cannot (%s) is refused, not ignored", (_what, differences) => {
    expect(() => checkTarget(aNewTarget(differences))).toThrow(
      expect.objectContaining({ name: "CapabilityError", code: "unsupported", hint: expect.any(String) }),
    );
  });

  test("whose address cannot be dialled is refused without its key", () => {
    const destination = { url: `rtmp://live.example:99999/app/${CANARY}` } as const;
    const refusal = expect.objectContaining({ code: "invalid_argument", message: expect.not.stringContaining(CANARY) });
    expect(() => checkTarget(aNewTarget({ destination }))).toThrow(refusal);
  });
});

test("options of the relay are refused, for it has none; those of others are none of its business", () => {
  expect(() => checkOptions({ providerOptions: { mux: { latency: "low" } } })).not.toThrow();
  expect(() => checkOptions({ providerOptions: { selfhost: { pusher: "ffmpeg" } } })).toThrow(
    expect.objectContaining({ code: "invalid_argument", message: expect.stringContaining("providerOptions.selfhost") }),
  );
});

import { expect, test } from "vitest";
import {
  checkReference,
  createStreamMark,
  readTargetPassthrough,
  streamReference,
  targetPassthrough,
} from "./marks.ts";

test("a stream's mark is unique and never shown as a reference", () => {
  const mark = createStreamMark();
  expect(createStreamMark()).not.toBe(mark);
  expect(streamReference(mark)).toBeUndefined();
  expect(streamReference("")).toBeUndefined();
  expect(streamReference("room-42")).toBe("room-42");
  expect(streamReference("polycast:room")).toBe("polycast:room");
});

test("a target's passthrough is the reference word for word, else the name", () => {
  expect(targetPassthrough({ name: "Twitch", reference: " r:1 " })).toBe(" r:1 ");
  const passthrough = targetPassthrough({ name: "Twitch" });
  expect(readTargetPassthrough(passthrough)).toEqual({ name: "Twitch" });
  expect(readTargetPassthrough("r")).toEqual({ name: "r", reference: "r" });
  expect(readTargetPassthrough("")).toEqual({});
});

test("a reference that would be read as a mark is refused", () => {
  for (const reference of [createStreamMark(), "polycast:name:x"]) {
    expect(() => checkReference(reference, "targets.0.reference")).toThrow(
      expect.objectContaining({
        code: "invalid_argument",
        issues: [expect.objectContaining({ path: "targets.0.reference" })],
      }),
    );
  }
  expect(() => checkReference("polycast:mine")).not.toThrow();
});

import { isMultistreamError } from "@polycast/core";
import { expect, test } from "vitest";
import { deliveredEventTypes, readEventTypes } from "./event-filter.ts";

const refusal = (types: string[]): unknown => {
  try {
    return readEventTypes(types);
  } catch (error) {
    return error;
  }
};

test("takes every known type, each once", () => {
  expect(readEventTypes(deliveredEventTypes)).toEqual(deliveredEventTypes);
  expect(readEventTypes(["target.live", "stream.idle", "target.live"])).toEqual(["target.live", "stream.idle"]);
});

test.each([
  ["target.lvie", "target.live"],
  ["Target.Failed", "target.failed"],
  ["live", "stream.live, target.live"],
  ["multistream.connected.idle", "stream.idle, target.idle"],
  ["***", "target.live"],
])("%s is none: it names %s", (type, near) => {
  const error = refusal(["target.live", type]);
  expect(isMultistreamError(error, "invalid_argument")).toBe(true);
  expect(error).toMatchObject({
    issues: [{ path: "events.1", message: expect.stringContaining(near) }],
  });
});

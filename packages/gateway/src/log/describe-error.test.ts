import { MultistreamError } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { describeError } from "./describe-error.ts";

test("an error of ours says what it says", () => {
  expect(describeError(new MultistreamError("conflict", "It is there."))).toBe("It is there.");
});

test("any other is told by its kind and its place, and never by its message", () => {
  const error = Object.assign(new TypeError("planted\n    at planted.ts:1:1"), { code: "ERR_PLANTED" });
  expect(describeError(error)).toMatch(/^unexpected TypeError ERR_PLANTED at describe-error\.test\.ts:\d+$/u);
  expect(describeError(Object.assign(new Error("x"), { name: "planted key", code: "planted key", stack: "" }))).toBe(
    "unexpected",
  );
  expect([describeError("planted"), describeError(undefined)]).toEqual(["unexpected", "unexpected"]);
});

import { MultistreamError } from "@polycast/core";
import { expect, test } from "vitest";
import { settingsError } from "../settings/fault.ts";
import { describeFailure, failureJson } from "./report-failure.ts";

test("faults of the settings stand one by one, each once, with a next step for people", () => {
  const text = describeFailure(
    settingsError([
      { path: "--http-port", message: "must be a port from 0 to 65535" },
      { path: "colour", message: "is not a setting" },
    ]),
  );
  expect(text.split("\n")).toEqual([
    "✗ The settings cannot be used.",
    "  --http-port: must be a port from 0 to 65535",
    "  colour: is not a setting",
    expect.stringContaining("start again"),
  ]);
});

test("a place that the message tells is not repeated, and hints for programs are left out", () => {
  const told = new MultistreamError("invalid_argument", "The variable KEY is not set.", {
    issues: [{ path: "KEY", message: "is not set" }],
    hint: "Set KEY.",
  });
  expect(describeFailure(told)).toBe("✗ The variable KEY is not set.\n  Set KEY.");
  const input = new MultistreamError("invalid_argument", "The settings do not fit.", {
    issues: [{ path: "rtmpPort", message: "is too large" }],
    hint: "Mend the fields named in `issues` and send it again.",
  });
  expect(describeFailure(input)).toBe("✗ The settings do not fit.\n  rtmpPort: is too large");
});

test("anything else is told by its message", () => {
  expect(describeFailure(new Error("It broke."))).toBe("✗ It broke.");
  expect(describeFailure("It broke.")).toBe("✗ It broke.");
});

test("programs get one line of JSON", () => {
  const error = new MultistreamError("conflict", "It is live.", { hint: "End it.", cause: new Error("planted") });
  expect(JSON.parse(failureJson(error))).toEqual({
    error: {
      name: "MultistreamError",
      code: "conflict",
      message: "It is live.",
      retryable: false,
      outcome: "not_applied",
      hint: "End it.",
    },
  });
  expect(JSON.parse(failureJson("odd"))).toEqual({ error: { code: "internal", message: "odd" } });
});

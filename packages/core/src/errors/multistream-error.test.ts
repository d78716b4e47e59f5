import { describe, expect, test } from "vitest";
import { aRule } from "../fixtures.test.support.ts";
import { CapabilityError } from "./capability-error.ts";
import { errorCodes, isRetryableCode } from "./error-code.ts";
import { isMultistreamError, MultistreamError } from "./multistream-error.ts";
import { ProviderError } from "./provider-error.ts";

describe("isMultistreamError", () => {
  test("knows its own, by code where one is asked for", () => {
    const error = new MultistreamError("not_found", "No such stream.");
    expect(isMultistreamError(error)).toBe(true);
    expect(isMultistreamError(error, "not_found")).toBe(true);
    expect(isMultistreamError(error, "conflict")).toBe(false);
  });

  test("knows the errors of another copy of the package", () => {
    const marker = Symbol.for("polycast.multistream-error");
    const error: unknown = Object.assign(new Error("too late"), { [marker]: true, code: "timeout" });
    expect(error).not.toBeInstanceOf(MultistreamError);
    expect(isMultistreamError(error, "timeout")).toBe(true);
    expect(isMultistreamError(error, "internal")).toBe(false);
  });

  test.each([
    [new Error("x")],
    [new DOMException("x", "AbortError")],
    [{ code: "timeout" }],
    [null],
    [undefined],
    ["timeout"],
  ])("does not take %s for one", (error) => {
    expect(isMultistreamError(error)).toBe(false);
  });
});

describe("MultistreamError", () => {
  test("says by its code whether a repeat helps, unless it is told", () => {
    const retryable = errorCodes.filter((code) => new MultistreamError(code, "x").retryable);
    expect(retryable).toEqual(["rate_limited", "provider_unavailable", "timeout"]);
    expect(errorCodes.filter(isRetryableCode)).toEqual(retryable);
    expect(new MultistreamError("timeout", "x", { retryable: false }).retryable).toBe(false);
  });

  test("leaves out what it does not know", () => {
    const error = new MultistreamError("conflict", "x");
    expect(error.outcome).toBe("not_applied");
    expect(Object.keys(error).toSorted()).toEqual(["code", "name", "outcome", "retryable"]);
    expect("cause" in error).toBe(false);
  });

  test("shows neither cause nor stack as JSON", () => {
    const cause = new Error("rtmp://example.com/live/topsecret");
    const error = new MultistreamError("internal", "It broke.", {
      cause,
      hint: "Report it.",
      outcome: "unknown",
      provider: "fake",
      issues: [{ path: "name", message: "is missing" }],
      retryAfterMs: 5,
    });
    expect(error.cause).toBe(cause);
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: "MultistreamError",
      code: "internal",
      message: "It broke.",
      retryable: false,
      outcome: "unknown",
      hint: "Report it.",
      provider: "fake",
      issues: [{ path: "name", message: "is missing" }],
      retryAfterMs: 5,
    });
  });

  test("its kinds add what they know", () => {
    const rule = aRule({ live: "refused" });
    const capability = new CapabilityError("not_idle", "x", { operation: "target.create", rule });
    expect(JSON.parse(JSON.stringify(capability))).toMatchObject({
      name: "CapabilityError",
      operation: "target.create",
      rule,
    });
    const provider = new ProviderError("rate_limited", "x", { provider: "mux", status: 429, requestId: "r1" });
    expect(JSON.parse(JSON.stringify(provider))).toMatchObject({
      name: "ProviderError",
      status: 429,
      requestId: "r1",
      retryable: true,
    });
    for (const error of [capability, provider]) {
      expect(error).toBeInstanceOf(MultistreamError);
      expect(isMultistreamError(error)).toBe(true);
    }
  });
});

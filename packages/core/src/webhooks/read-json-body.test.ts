import { describe, expect, test } from "vitest";
import { isMultistreamError } from "../errors/multistream-error.ts";
import { assertFresh } from "./assert-fresh.ts";
import { readJsonBody } from "./read-json-body.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const thrown = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return error;
  }
};

describe("a body", () => {
  test("is JSON in UTF-8", () => {
    expect(readJsonBody(utf8('{"name":"Zoë ✓"}'), { provider: "mux" })).toEqual({ name: "Zoë ✓" });
  });

  test.each<[string, Uint8Array]>([
    ["nothing", utf8("")],
    ["cut off", utf8('{"key":"canary')],
    ["with a byte order mark", utf8('\uFEFF{"a":1}')],
    ["not UTF-8", Uint8Array.from([0x22, 0xff, 0x22])],
    ["larger than 1 MiB", utf8(JSON.stringify("x".repeat(1_024 * 1_024)))],
  ])("%s is refused, and not repeated", (_name, bytes) => {
    const error = thrown(() => readJsonBody(bytes, { provider: "mux" }));
    expect(error).toMatchObject({ reason: "malformed_body", name: "WebhookVerificationError" });
    expect(isMultistreamError(error, "invalid_argument")).toBe(true);
    expect(JSON.stringify(error)).not.toContain("canary");
  });

  test("may be bounded otherwise", () => {
    expect(readJsonBody(utf8("1234"), { provider: "mux", maxBytes: 4 })).toBe(1_234);
    expect(thrown(() => readJsonBody(utf8("12345"), { provider: "mux", maxBytes: 4 }))).toBeInstanceOf(Error);
  });
});

describe("a delivery's time", () => {
  const now = new Date("2026-01-01T12:00:00Z");
  const secondsOff = (seconds: number, toleranceSeconds?: number): unknown =>
    thrown(() =>
      assertFresh(now.getTime() + seconds * 1_000, {
        provider: "mux",
        now,
        ...(toleranceSeconds === undefined ? {} : { toleranceSeconds }),
      }),
    );

  test.each([0, -299, -300, 299, 300])("%i s off is from now", (seconds) => {
    expect(secondsOff(seconds)).toBeUndefined();
  });

  test.each([-301, -3_600, 301, 3_600, Number.NaN])("%i s off is not", (seconds) => {
    expect(secondsOff(seconds)).toMatchObject({ reason: "outside_window", code: "unauthenticated" });
  });

  test("the window may be another; one that is no number lets nothing in", () => {
    expect(secondsOff(9, 10)).toBeUndefined();
    expect(secondsOff(-11, 10)).toMatchObject({ reason: "outside_window" });
    expect(secondsOff(0, Number.NaN)).toMatchObject({ reason: "outside_window" });
  });
});

import { MultistreamError } from "@polycast/core";
import { describe, expect, test } from "vitest";
import { now } from "./sample-target.test.support.ts";
import { workOf } from "./work.ts";
import { afterFailure, afterLook, afterRefusal, afterSuccess, afterWish, beforeCall, tryAtOnce } from "./work-after.ts";

const busy = new MultistreamError("provider_unavailable", "busy");
const lost = new MultistreamError("timeout", "no answer", { outcome: "unknown" });
const denied = new MultistreamError("unauthenticated", "bad key");
const almost = 1 - Number.EPSILON;

const asking = (retryAfterMs: number) => new MultistreamError("rate_limited", "slow down", { retryAfterMs });

function waitAfter(error: MultistreamError, attempts: number, random: number): number {
  return (afterFailure({ since: now, attempts }, error, now, random).nextAttemptAt ?? 0) - now;
}

describe("afterFailure", () => {
  test("what may pass is tried after 1, 2, 4 … seconds, up to 5 minutes, with jitter", () => {
    const least = [0, 1, 2, 8, 9, 2000].map((attempts) => waitAfter(busy, attempts, 0));
    const most = [0, 1, 2, 8, 9, 2000].map((attempts) => waitAfter(busy, attempts, almost));
    expect(most).toEqual([1_000, 2_000, 4_000, 256_000, 300_000, 300_000]);
    expect(least).toEqual(most.map((ms) => ms / 2));
  });

  test("the rest is tried every 5 minutes", () => {
    for (const attempts of [0, 5])
      for (const random of [0, almost]) expect(waitAfter(denied, attempts, random)).toBe(300_000);
  });

  test("a stream that has begun is not held against the change", () => {
    const error = new MultistreamError("not_idle", "live");
    expect(afterFailure(undefined, error, now, 0)).toMatchObject({
      nextAttemptAt: now + 500,
      error: { retryable: true },
    });
  });

  test("`Retry-After` makes it later, up to an hour, never sooner", () => {
    expect(waitAfter(asking(30_000), 0, 0)).toBe(30_000);
    expect(waitAfter(asking(1), 9, almost)).toBe(300_000);
    expect(waitAfter(asking(1e9), 0, 0)).toBe(3_600_000);
  });

  test("says what failed, shortened, and counts", () => {
    const work = afterFailure({ since: 1, attempts: 2 }, new MultistreamError("conflict", "x".repeat(900)), now, 0);
    expect(work).toMatchObject({ since: 1, attempts: 3, error: { code: "conflict", retryable: false } });
    expect(work.error?.message).toHaveLength(500);
    expect(workOf(JSON.stringify(work))).toEqual(work);
  });

  test("what may have happened is in doubt, with what it carried; what was refused is not", () => {
    const begun = beforeCall(undefined, "create", now, "p");
    expect(begun).toEqual({ since: now, attempts: 0, inDoubt: "create", sent: "p" });
    expect(afterFailure(begun, lost, now, 0, "create")).toMatchObject({ inDoubt: "create", sent: "p" });
    expect(afterFailure(begun, busy, now, 0, "create")).not.toHaveProperty("inDoubt");
    expect(afterFailure(begun, busy, now, 0, "create")).not.toHaveProperty("sent");
    expect(beforeCall(begun, "delete", now)).not.toHaveProperty("sent");
  });

  test("a look that failed leaves in doubt what was", () => {
    const begun = beforeCall(undefined, "update", now, "p");
    expect(afterFailure(begun, busy, now, 0)).toMatchObject({ inDoubt: "update", sent: "p" });
    expect(afterFailure(undefined, lost, now, 0)).not.toHaveProperty("inDoubt");
  });

  test("a target that has vanished is looked for", () => {
    const missing = new MultistreamError("not_found", "no such target");
    expect(afterFailure(undefined, missing, now, 0, "update").inDoubt).toBe("update");
    expect(afterFailure(undefined, missing, now, 0, "create")).not.toHaveProperty("inDoubt");
  });
});

test("another wish tries at once what failed for good, and keeps to the time of what may pass", () => {
  const hopeless = afterFailure({ since: 1, attempts: 4 }, denied, now, 0);
  expect(afterWish(hopeless, true, now)).toEqual({ since: 1, attempts: 0 });
  expect(tryAtOnce(hopeless)).toEqual({ since: 1, attempts: 0 });
  const hopeful = afterFailure({ since: 1, attempts: 4 }, busy, now, 0);
  expect(afterWish(hopeful, true, now)).toEqual(hopeful);
  expect(afterWish(undefined, true, now)).toEqual({ since: now, attempts: 0 });
});

test("a wish that is taken back leaves no work, unless something is in doubt", () => {
  expect(afterWish({ since: 1, attempts: 2 }, false, now)).toBeUndefined();
  const doubtful = beforeCall(undefined, "create", now);
  expect(afterWish(doubtful, false, now)).toEqual(doubtful);
});

test("a refusal without a call has no time: it is found again whenever something changes", () => {
  const failed = afterFailure(undefined, denied, now, 0);
  const work = afterRefusal(failed, new MultistreamError("limit_exceeded", "full"), now);
  expect(work).toMatchObject({ attempts: 1, error: { code: "limit_exceeded", message: "full", retryable: false } });
  expect(work).not.toHaveProperty("nextAttemptAt");
});

test("success forgets all but since when and where it was missing; a look keeps count", () => {
  const failed = { ...afterFailure(undefined, lost, now, 0, "create"), sent: "p", missing: "s1" };
  expect(afterSuccess(failed, true)).toEqual({ since: now, attempts: 0, missing: "s1" });
  expect(afterSuccess(failed, false)).toBeUndefined();
  const { inDoubt: _doubt, sent: _sent, ...known } = failed;
  expect(afterLook(failed, true)).toEqual(known);
  expect(afterLook(failed, false)).toBeUndefined();
  expect(afterLook(undefined, true)).toBeUndefined();
});

test("what other hands wrote is not taken for work", () => {
  expect(workOf(undefined)).toBeUndefined();
  for (const text of ["{", '{"attempts":-1}', "null"]) {
    expect(() => workOf(text)).toThrow(expect.objectContaining({ code: "internal", hint: expect.any(String) }));
  }
});

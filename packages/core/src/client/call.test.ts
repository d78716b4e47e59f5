import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { MultistreamError } from "../errors/multistream-error.ts";
import { call } from "./call.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const never = (): Promise<never> => new Promise(() => {});
const broken = (): Promise<number> => {
  throw new TypeError("x");
};

/** What a call is refused with. */
function refusal(answer: Promise<unknown>): Promise<unknown> {
  return answer.then(
    () => "nothing was refused",
    (error: unknown) => error,
  );
}

describe("time", () => {
  test("a call that does not answer in time is over, and may have been made", async () => {
    let signal: AbortSignal | undefined;
    const answer = call("fake", { timeoutMs: 50 }, (context) => {
      signal = context.signal;
      return never();
    });
    const refused = refusal(answer);
    await vi.advanceTimersByTimeAsync(49);
    expect(signal?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await refused).toMatchObject({
      code: "timeout",
      outcome: "unknown",
      retryable: true,
      provider: "fake",
      message: "fake did not answer within 50 ms.",
    });
    expect(signal?.aborted).toBe(true);
  });

  test("is 30 s unless said otherwise", async () => {
    const refused = refusal(call("fake", undefined, never));
    await vi.advanceTimersByTimeAsync(29_999);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await refused).toMatchObject({ code: "timeout" });
  });

  test("no timer is left behind", async () => {
    await call("fake", undefined, async () => 1);
    await refusal(call("fake", undefined, broken));
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("the caller's signal", () => {
  test("ends the call with its own reason", async () => {
    const controller = new AbortController();
    const reason = new Error("the page was closed");
    const refused = refusal(call("fake", { signal: controller.signal }, never));
    controller.abort(reason);
    expect(await refused).toBe(reason);
  });

  test("wins over what the adapter makes of it", async () => {
    const controller = new AbortController();
    const answer = call("fake", { signal: controller.signal }, async ({ signal }) => {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      throw new MultistreamError("provider_unavailable", "The socket was closed.");
    });
    const refused = refusal(answer);
    controller.abort();
    expect(await refused).toMatchObject({ name: "AbortError" });
  });

  test("that is aborted already starts nothing", async () => {
    const run = vi.fn<() => Promise<number>>();
    await expect(call("fake", { signal: AbortSignal.abort() }, run)).rejects.toMatchObject({ name: "AbortError" });
    expect(run).not.toHaveBeenCalled();
  });

  test("keeps nothing of a call that is over", async () => {
    const joined: { added: unknown[]; removed: unknown[] } = { added: [], removed: [] };
    const any = AbortSignal.any.bind(AbortSignal);
    vi.spyOn(AbortSignal, "any").mockImplementation((signals) => {
      const signal = any(signals);
      vi.spyOn(signal, "addEventListener").mockImplementation((...args) => void joined.added.push(args[1]));
      vi.spyOn(signal, "removeEventListener").mockImplementation((...args) => void joined.removed.push(args[1]));
      return signal;
    });
    await call("fake", { signal: new AbortController().signal }, async () => 1);
    expect(joined.added).toHaveLength(1);
    expect(joined.removed).toEqual(joined.added);
  });
});

describe("what comes out", () => {
  test("is the answer, and the idempotency key goes in", async () => {
    const answer = call("fake", { idempotencyKey: "k1" }, async (context) => context.idempotencyKey);
    expect(await answer).toBe("k1");
    expect(await call("fake", undefined, async (context) => "idempotencyKey" in context)).toBe(false);
  });

  test("is our own error as it is", async () => {
    const error = new MultistreamError("conflict", "There is one already.");
    await expect(call("fake", undefined, () => Promise.reject(error))).rejects.toBe(error);
  });

  test("is `internal` for anything else, with the cause for us alone", async () => {
    const cause = new TypeError("rtmp://example.com/live/topsecret is not a function");
    const error: unknown = await call("fake", undefined, () => Promise.reject(cause)).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: "internal", outcome: "unknown", provider: "fake", cause });
    expect(JSON.stringify(error)).not.toContain("topsecret");
    expect(String(error)).not.toContain("topsecret");
  });

  test("is `internal` also when the adapter throws before it returns a promise", async () => {
    await expect(call("fake", undefined, broken)).rejects.toMatchObject({ code: "internal" });
  });
});

describe("the time limit", () => {
  test.each([0, -1, Number.NaN])("%s is none", async (timeoutMs) => {
    await expect(call("fake", { timeoutMs }, async () => "made")).rejects.toMatchObject({
      code: "invalid_argument",
      issues: [{ path: "timeoutMs" }],
    });
  });

  test.each([Infinity, 2 ** 31])("%s is as long as a timer runs", async (timeoutMs) => {
    const failed = vi.fn<(error: unknown) => void>();
    void call("fake", { timeoutMs }, never).catch(failed);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(failed).not.toHaveBeenCalled();
  });

  test("what changes nothing leaves no doubt", async () => {
    vi.useRealTimers();
    const read = call("fake", { timeoutMs: 5 }, never, { isRead: true });
    await expect(read).rejects.toMatchObject({ code: "timeout", outcome: "not_applied" });
    await expect(call("fake", { timeoutMs: 5 }, never)).rejects.toMatchObject({ outcome: "unknown" });
  });
});

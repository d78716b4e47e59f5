import { describe, expect, test } from "vitest";
import { MultistreamError } from "../errors/multistream-error.ts";
import { manualClock, skippingClock } from "../http/clocks.test.support.ts";
import { createOnce } from "./create-once.ts";

const { signal } = new AbortController();
const unsure = (): MultistreamError => new MultistreamError("timeout", "no answer", { outcome: "unknown" });

/** Each create and each look answers the next of these. */
function setUp(creates: (string | Error)[], looks: (string | undefined | Error)[] = []) {
  const calls: string[] = [];
  const clock = skippingClock();
  const answer = async <T>(name: string, values: (T | Error)[]): Promise<T> => {
    calls.push(name);
    const value = values.shift();
    if (value instanceof Error) throw value;
    return value as T;
  };
  const create = (): Promise<string> => answer("create", creates);
  const find = (): Promise<string | undefined> => answer("find", looks);
  return { calls, clock, run: (isRepeat = false) => createOnce({ create, find, isRepeat, signal, clock }) };
}

test("a create that succeeds is all", async () => {
  const { calls, run } = setUp(["made"]);
  expect(await run()).toBe("made");
  expect(calls).toEqual(["create"]);
});

test("one that may have taken effect is looked for, after a moment", async () => {
  const { calls, clock, run } = setUp([unsure()], ["found"]);
  expect(await run()).toBe("found");
  expect(calls).toEqual(["create", "find"]);
  expect(clock.waits).toEqual([200]);
});

test("what is not there is created again", async () => {
  const { calls, clock, run } = setUp([unsure(), unsure(), "made"], [undefined, undefined]);
  expect(await run()).toBe("made");
  expect(calls).toEqual(["create", "find", "find", "create", "find", "find", "create"]);
  expect(clock.waits).toEqual([200, 800, 200, 800]);
});

test("three creates, then the last error; after a last look", async () => {
  const last = unsure();
  const { calls, run } = setUp([unsure(), unsure(), last]);
  await expect(run()).rejects.toBe(last);
  expect(calls.filter((call) => call === "create")).toHaveLength(3);
  expect(calls.at(-1)).toBe("find");
});

test.each([new MultistreamError("invalid_argument", "wrong"), new TypeError("a bug")])(
  "%s passes straight through",
  async (error) => {
    const { calls, run } = setUp([error]);
    await expect(run()).rejects.toBe(error);
    expect(calls).toEqual(["create"]);
  },
);

test("when it cannot be looked for, the doubt is told", async () => {
  const doubt = unsure();
  const { calls, run } = setUp([doubt, "twice"], [new Error("down")]);
  await expect(run()).rejects.toBe(doubt);
  expect(calls).toEqual(["create", "find"]);
});

test("an abort ends the wait", async () => {
  const caller = new AbortController();
  const create = (): Promise<string> => {
    queueMicrotask(() => queueMicrotask(() => caller.abort("enough")));
    return Promise.reject(unsure());
  };
  await expect(
    createOnce({
      create,
      find: () => Promise.reject(new Error("looked")),
      signal: caller.signal,
      clock: manualClock(),
    }),
  ).rejects.toBe("enough");
});

describe("a repeat", () => {
  test("takes what an earlier call has made, also when that comes late", async () => {
    const { calls, clock, run } = setUp([], [undefined, undefined, "found"]);
    expect(await run(true)).toBe("found");
    expect(calls).toEqual(["find", "find", "find"]);
    expect(clock.waits).toEqual([200, 800]);
  });

  test("creates when nothing is there", async () => {
    const { calls, run } = setUp(["made"]);
    expect(await run(true)).toBe("made");
    expect(calls).toEqual(["find", "find", "find", "create"]);
  });

  test("creates nothing when it cannot look, and leaves the doubt", async () => {
    const { calls, run } = setUp(["twice"], [new MultistreamError("provider_unavailable", "down")]);
    await expect(run(true)).rejects.toMatchObject({ code: "provider_unavailable", outcome: "unknown" });
    expect(calls).toEqual(["find"]);
  });
});

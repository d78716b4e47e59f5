import { expect, test } from "vitest";
import { MultistreamError } from "../errors/multistream-error.ts";
import { Repeats } from "./repeats.ts";

function setUp() {
  const repeats = new Repeats();
  let made = 0;
  const make = async (): Promise<string> => `id-${++made}`;
  return { repeats, make, count: () => made };
}

test("a call that is repeated with its key makes one thing, also while it is under way", async () => {
  const { repeats, make, count } = setUp();
  const [first, second] = await Promise.all([repeats.once("k", make), repeats.once("k", make)]);
  expect([first, second, await repeats.once("k", make)]).toEqual(["id-1", "id-1", "id-1"]);
  expect(count()).toBe(1);
});

test("calls without a key, and with other keys, are calls of their own", async () => {
  const { repeats, make } = setUp();
  const ids = [await repeats.once(undefined, make), await repeats.once(undefined, make), await repeats.once("k", make)];
  expect(ids).toEqual(["id-1", "id-2", "id-3"]);
});

const signal = new AbortController().signal;
const context = { signal, idempotencyKey: "k" };
const unsure = (): MultistreamError => new MultistreamError("timeout", "no answer", { outcome: "unknown" });

/** Makes what these say, one per attempt, and writes down which attempts looked first, and by which mark. */
function maker(outcomes: (string | Error)[]) {
  const attempts: string[] = [];
  const making = (mark: string, input: unknown = {}) => ({
    input,
    idOf: (id: string) => id,
    read: async (id: string) => `read ${id}`,
    make: async (_context: unknown, isRepeat: boolean): Promise<string> => {
      attempts.push(`${mark}${isRepeat ? " again" : ""}`);
      const outcome = outcomes.shift() ?? "made";
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
  });
  return { attempts, making };
}

test.each([unsure(), new DOMException("given up", "AbortError")])(
  "after %s the repeat looks first, by what the first attempt has prepared",
  async (error) => {
    const repeats = new Repeats();
    const { attempts, making } = maker([error, new MultistreamError("rate_limited", "later"), "s1"]);
    await expect(repeats.answer("stream", context, making("a"))).rejects.toBe(error);
    await expect(repeats.answer("stream", context, making("b"))).rejects.toMatchObject({ code: "rate_limited" });
    expect(await repeats.answer("stream", context, making("c"))).toBe("read s1");
    expect(attempts).toEqual(["a", "a again", "a again"]);
    expect(repeats.hasMade("s1")).toBe(true);
  },
);

test("what was not applied is forgotten: the next attempt is a first one", async () => {
  const repeats = new Repeats();
  const { attempts, making } = maker([new MultistreamError("forbidden", "no"), "s1"]);
  await expect(repeats.answer("stream", context, making("a"))).rejects.toMatchObject({ code: "forbidden" });
  expect(await repeats.answer("stream", context, making("b"))).toBe("s1");
  expect(attempts).toEqual(["a", "b"]);
});

test("who waits for another caller's attempt makes one of their own when that is given up", async () => {
  const repeats = new Repeats();
  const reason = new Error("changed my mind");
  const { attempts, making } = maker([reason, "s1"]);
  const [first, second] = await Promise.allSettled([
    repeats.answer("stream", context, making("a")),
    repeats.answer("stream", { signal, idempotencyKey: "k" }, making("b")),
  ]);
  expect(first).toMatchObject({ reason });
  expect(second).toMatchObject({ value: "read s1" });
  expect(attempts).toEqual(["a", "a again"]);
});

test("another input under the same key is a conflict; the order of its fields is not", async () => {
  const repeats = new Repeats();
  const { making } = maker(["s1", "s2"]);
  await repeats.answer("stream", context, making("a", { name: "Show", reference: "r" }));
  expect(await repeats.answer("stream", context, making("b", { reference: "r", name: "Show" }))).toBe("read s1");
  await expect(repeats.answer("stream", context, making("c", { name: "Other" }))).rejects.toMatchObject({
    code: "conflict",
    outcome: "not_applied",
  });
});

test("a repeat after what was made is gone is a conflict", async () => {
  const repeats = new Repeats();
  const { making } = maker(["s1"]);
  await repeats.answer("stream", context, making("a"));
  const gone = { ...making("b"), read: () => Promise.reject(new MultistreamError("not_found", "gone")) };
  await expect(repeats.answer("stream", context, gone)).rejects.toMatchObject({ code: "conflict" });
});

test("a call that failed may be tried again", async () => {
  const { repeats, make } = setUp();
  await expect(repeats.once("k", () => Promise.reject(new Error("down")))).rejects.toThrow("down");
  expect(await repeats.once("k", make)).toBe("id-1");
});

test("the oldest are forgotten", async () => {
  const { repeats, make, count } = setUp();
  for (let call = 0; call <= 1_000; call++) await repeats.once(`k${call}`, make);
  await repeats.once("k1", make);
  expect(count()).toBe(1_001);
  await repeats.once("k0", make);
  expect(count()).toBe(1_002);
});

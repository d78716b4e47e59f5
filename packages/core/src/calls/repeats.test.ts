import { expect, test } from "vitest";
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

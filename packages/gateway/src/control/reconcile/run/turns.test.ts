import { expect, test } from "vitest";
import { createTurns } from "./turns.ts";

/** Turns whose runs end when the test says so. */
function open() {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const turns = createTurns({
    async run(key) {
      begun.push(key);
      await new Promise<void>((resolve) => ends.push(resolve));
    },
    groupOf: (key) => key.slice(0, 1),
    atOnce: (group) => (group === "a" ? 8 : 12),
  });
  return { turns, begun, ends };
}

function tick(): Promise<unknown> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}

test("who asks while a run goes on gets the next one, all of them the same", async () => {
  const { turns, begun, ends } = open();
  const first = turns.ask("a1");
  expect(turns.ask("a1")).toBe(first);
  await tick();
  const second = turns.ask("a1");
  expect(turns.ask("a1")).toBe(second);
  expect(second).not.toBe(first);
  ends.shift()?.();
  await first;
  await tick();
  expect(begun).toEqual(["a1", "a1"]);
  ends.shift()?.();
  await second;
  await turns.idle();
  void turns.ask("a1");
  await tick();
  expect(begun).toHaveLength(3);
});

test("so many of a group run at a time as it may, and other groups do not wait for them", async () => {
  const { turns, begun, ends } = open();
  const asked = Array.from({ length: 20 }, (_, index) => turns.ask(`a${index}`));
  const others = Array.from({ length: 20 }, (_, index) => turns.ask(`b${index}`));
  await tick();
  expect(begun.filter((key) => key.startsWith("a"))).toHaveLength(8);
  expect(begun.filter((key) => key.startsWith("b"))).toHaveLength(12);
  while (ends.length > 0) {
    for (const end of ends.splice(0)) end();
    await tick();
    expect(ends.length).toBeLessThanOrEqual(20);
  }
  await Promise.all([...asked, ...others]);
  expect(new Set(begun).size).toBe(40);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { createKeyedMutex } from "./keyed-mutex.ts";

test("tasks of one key run alone and in order, whatever they do; keys do not wait for each other", async () => {
  const task = fc.record({ key: fc.constantFrom("a", "b", "c"), turns: fc.nat({ max: 3 }), fails: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(task, { maxLength: 30 }), async (tasks) => {
      const mutex = createKeyedMutex();
      const running = new Set<string>();
      const done: number[] = [];
      const runs = tasks.map(({ key, turns, fails }, index) =>
        mutex.run(key, async () => {
          expect(running.has(key)).toBe(false);
          running.add(key);
          for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
          running.delete(key);
          done.push(index);
          if (fails) throw new Error("failed");
        }),
      );
      const results = await Promise.allSettled(runs);
      expect(results.map(({ status }) => status === "rejected")).toEqual(tasks.map(({ fails }) => fails));
      for (const key of ["a", "b", "c"]) {
        const order = done.filter((index) => tasks[index]?.key === key);
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      }
    }),
  );
});

test("no more than so many wait for one key", async () => {
  const mutex = createKeyedMutex(2);
  const gate = Promise.withResolvers<void>();
  const admitted = [1, 2, 3].map(() => mutex.run("a", () => gate.promise));
  await expect(mutex.run("a", async () => {})).rejects.toMatchObject({ code: "rate_limited", retryable: true });
  await mutex.run("b", async () => {});
  gate.resolve();
  await Promise.all(admitted);
  await mutex.run("a", async () => {});
});

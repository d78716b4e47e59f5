import { expect, it } from "vitest";
import { createTurns } from "./turns.ts";

/** Work that ends when it is told to. */
function openEnded(): { work: () => Promise<string>; end: (value: string) => void; started: () => boolean } {
  const { promise, resolve } = Promise.withResolvers<string>();
  let started = false;
  const work = (): Promise<string> => {
    started = true;
    return promise;
  };
  return { work, end: resolve, started: () => started };
}

it("lets so many work at once, in the order they came", async () => {
  const turns = createTurns({ atOnce: 2, maxQueued: 10, maxWaitMs: 1000 });
  const tasks = [openEnded(), openEnded(), openEnded(), openEnded()] as const;
  const results = tasks.map(({ work }) => turns.take(work));
  expect(tasks.map(({ started }) => started())).toEqual([true, true, false, false]);
  expect(turns.waiting()).toBe(2);
  tasks[1].end("b");
  expect(await results[1]).toBe("b");
  expect(tasks.map(({ started }) => started())).toEqual([true, true, true, false]);
  for (const { end } of tasks) end("x");
  expect(await Promise.all(results)).toEqual(["x", "b", "x", "x"]);
});

it("refuses more than may wait", async () => {
  const turns = createTurns({ atOnce: 1, maxQueued: 1, maxWaitMs: 1000 });
  const task = openEnded();
  const taken = [turns.take(task.work), turns.take(task.work)];
  await expect(turns.take(task.work)).rejects.toMatchObject({ code: "provider_unavailable", outcome: "not_applied" });
  task.end("x");
  await Promise.all(taken);
});

it("refuses who has waited for too long", async () => {
  let now = 0;
  const turns = createTurns({ atOnce: 1, maxQueued: 10, maxWaitMs: 1000, clock: () => now });
  const task = openEnded();
  const first = turns.take(task.work);
  const late = turns.take(task.work);
  now = 500;
  const inTime = turns.take(task.work);
  now = 1000;
  task.end("x");
  await expect(late).rejects.toMatchObject({ code: "provider_unavailable", retryable: true });
  expect(await Promise.all([first, inTime])).toEqual(["x", "x"]);
});

it("goes on after work that fails", async () => {
  const turns = createTurns({ atOnce: 1, maxQueued: 10, maxWaitMs: 1000 });
  const failing = turns.take(() => Promise.reject(new RangeError("mine")));
  const next = turns.take(() => Promise.resolve("x"));
  await expect(failing).rejects.toThrow("mine");
  expect(await next).toBe("x");
});

it("closes when all that came before is over", async () => {
  const turns = createTurns({ atOnce: 1, maxQueued: 10, maxWaitMs: 1000 });
  const [running, waiting] = [openEnded(), openEnded()];
  const results = [turns.take(running.work), turns.take(waiting.work)];
  let closed = false;
  const closing = turns.close().then(() => {
    closed = true;
  });
  await expect(turns.take(running.work)).rejects.toMatchObject({ message: "The store is closed." });
  running.end("a");
  expect(await results[0]).toBe("a");
  expect(closed).toBe(false);
  waiting.end("b");
  expect(await results[1]).toBe("b");
  await closing;
});

it("refuses all that waits when it is given up", async () => {
  const turns = createTurns({ atOnce: 1, maxQueued: 10, maxWaitMs: 1000 });
  const task = openEnded();
  const first = turns.take(task.work);
  const waiting = turns.take(task.work);
  turns.giveUp();
  await expect(waiting).rejects.toMatchObject({ code: "provider_unavailable" });
  task.end("x");
  expect(await first).toBe("x");
});

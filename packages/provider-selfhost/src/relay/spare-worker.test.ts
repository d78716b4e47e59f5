import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { prepareRelay, takeWorker } from "./spare-worker.ts";

test("the thread that was started ahead is taken once, by the first that needs one", async () => {
  prepareRelay();
  prepareRelay();
  const later = new Worker("", { eval: true });
  const [first, second] = [takeWorker(), takeWorker()];
  expect([first.threadId < later.threadId, second.threadId > later.threadId]).toEqual([true, true]);
  await Promise.all([later, first, second].map((worker) => worker.terminate()));
});

import { expect, test } from "vitest";
import { engines } from "./contract/engines.test.support.ts";
import { dueStreams, nextDueStream } from "./due-streams.ts";
import { sampleStream } from "./sample-records.test.support.ts";
import { insertStream, updateStream } from "./streams.ts";

test.each(engines)("the streams that are due are found, the longest due first, on $name", async (engine) => {
  const store = await engine.open();
  const [late, early, never] = [sampleStream({ dueAt: 20 }), sampleStream({ dueAt: 10 }), sampleStream()];
  const elsewhere = sampleStream({ provider: "mux", dueAt: 1 });
  await store.write(function* () {
    for (const stream of [late, early, never, elsewhere]) yield* insertStream(stream);
  });
  expect(await store.read(() => nextDueStream("selfhost"))).toBe(10);
  expect(await store.read(() => dueStreams("selfhost", 9, 10))).toEqual([]);
  expect(await store.read(() => dueStreams("selfhost", 10, 10))).toEqual([early.id]);
  expect(await store.read(() => dueStreams("selfhost", 99, 10))).toEqual([early.id, late.id]);
  expect(await store.read(() => dueStreams("selfhost", 99, 1))).toEqual([early.id]);
  await store.write(() => updateStream(early.id, { dueAt: null, updatedAt: 2 }));
  expect(await store.read(() => nextDueStream("selfhost"))).toBe(20);
  expect(await store.read(() => nextDueStream("castr"))).toBeUndefined();
});

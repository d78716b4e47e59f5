import { expect, test } from "vitest";
import { createFake } from "../client/fake-adapter.test.support.ts";
import { createMultistream } from "../client/create-multistream.ts";
import { aStream, aTarget } from "../fixtures.test.support.ts";
import { memoryStateStore } from "./memory-state-store.ts";
import type { StateStore } from "./state-store.ts";

const down = (): Promise<never> => Promise.reject(new Error("store down"));
const silent = (): Promise<never> => new Promise(() => {});

const stores: [string, StateStore][] = [
  ["fails", { get: down, compareAndSet: down, delete: down }],
  ["fails to write", { ...memoryStateStore(), compareAndSet: down }],
  ["hangs", { get: silent, compareAndSet: silent, delete: silent }],
];

test.each(stores)("what the provider answers is not lost when the store %s", async (_name, state) => {
  const status = { state: "unknown", source: "api" } as const;
  const fake = createFake({ streams: [aStream({ targets: [aTarget({ status })] })] });
  const live = createMultistream({ provider: fake.adapter, state });
  const destination = { url: "rtmp://example.com/live", streamKey: "some-key" };
  const { stream, ingest } = await live.streams.create({ name: "Show", targets: [{ name: "A", destination }] });
  expect(ingest).toHaveLength(1);
  expect(stream.notices).toMatchObject([{ code: "state_unavailable" }]);
  const [read, target, targets] = await Promise.all([
    live.streams.get("s1"),
    live.targets.get({ streamId: "s1", id: "t1" }),
    live.targets.list("s1"),
  ]);
  for (const shown of [read, target, ...targets]) expect(shown.id).toBeTruthy();
  await live.streams.delete("s1");
  expect(fake.streams.has("s1")).toBe(false);
});

test("a read that had to do without the store says so", async () => {
  const status = { state: "unknown", source: "api" } as const;
  const fake = createFake({ streams: [aStream({ targets: [aTarget({ status })] })] });
  const live = createMultistream({
    provider: fake.adapter,
    state: { get: down, compareAndSet: down, delete: down },
  });
  const notices = [{ code: "state_unavailable" }];
  expect(await live.streams.get("s1")).toMatchObject({ notices });
  expect((await live.streams.list()).data).toMatchObject([{ notices }]);
  expect(await live.targets.get({ streamId: "s1", id: "t1" })).toMatchObject({ notices });
  expect(await live.targets.list("s1")).toMatchObject([{ notices }]);
});

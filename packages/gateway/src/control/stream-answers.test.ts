import { isMultistreamError } from "@polycast/core";
import { fakeProvider, type FakeProvider } from "@polycast/core/testing";
import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { run } from "../store/access.ts";
import { updateStream, updateTarget } from "../store/index.ts";
import { toQuery } from "../store/raw-query.ts";
import type { TargetNumbersOf } from "./target-numbers.ts";
import { openTestControl, type TestControl } from "./test-control.test.support.ts";

type World = TestControl & {
  fakes: Record<"one" | "two", FakeProvider>;
  /** All that there ever were. */
  streams: string[];
  /** The numbers of all targets. */
  bytes: { now: number | undefined };
};

const destination = { url: "rtmp://live.example.com/app", streamKey: "key" } as const;

async function openWorld(): Promise<World> {
  const fakes = { one: fakeProvider(), two: fakeProvider() };
  const bytes: World["bytes"] = { now: undefined };
  let told: ReturnType<TargetNumbersOf>;
  const numbers: TargetNumbersOf = () => {
    if (told?.bytesSent !== bytes.now) told = bytes.now === undefined ? undefined : { bytesSent: bytes.now };
    return told;
  };
  const opened = await openTestControl({ one: fakes.one.provider, two: fakes.two.provider }, { numbers });
  return { ...opened, fakes, streams: [], bytes };
}

/** What is kept and what is put together anew, at one moment: nothing runs in between. */
async function readTwice({ control }: World, id: string): Promise<{ kept: string; fresh: string }> {
  const [kept, fresh] = [attempt(() => control.streams.getText(id)), attempt(() => control.streams.get(id))];
  const value = await fresh;
  return { kept: await kept, fresh: typeof value === "string" ? value : JSON.stringify(value) };
}

/** An error as its code. */
async function attempt<T>(read: () => T | Promise<T>): Promise<T | string> {
  try {
    return await read();
  } catch (error) {
    return isMultistreamError(error) ? error.code : "unexpected";
  }
}

type Act = (world: World, id: string, n: number) => unknown;

const firstTarget = async ({ control }: World, id: string, n: number): Promise<{ streamId: string; id: string }> => {
  const targets = await control.targets.list(id);
  return { streamId: id, id: targets[n % Math.max(1, targets.length)]?.id ?? "tgt_none" };
};
const place = async ({ control, fakes }: World, id: string): Promise<{ fake: FakeProvider; at: string }> => {
  const { provider, bindings } = await control.streams.get(id);
  return { fake: provider === "two" ? fakes.two : fakes.one, at: bindings?.[0]?.id ?? "" };
};

/** All that changes what a stream is answered with. */
const acts: Record<string, Act> = {
  create: async (world, _id, n) => {
    const targets = Array.from({ length: n % 3 }, (_, index) => ({ name: `t${index}`, destination }));
    world.streams.push((await world.control.streams.create({ name: `made ${n}`, targets })).stream.id);
  },
  rename: ({ control }, id, n) => control.streams.update(id, { name: `name ${n}` }),
  disable: ({ control }, id, n) => control.streams.update(id, { enabled: n % 2 === 0 }),
  delete: ({ control }, id) => control.streams.delete(id),
  rotate: ({ control }, id) => control.streams.rotateIngest(id),
  switch: ({ control }, id, n) => control.streams.switch(id, { provider: n % 2 === 0 ? "two" : "one", dryRun: false }),
  end: ({ control }, id) => control.streams.end(id),
  addTarget: ({ control }, id, n) =>
    control.targets.create(id, { name: `new ${n}`, destination, enabled: n % 2 === 0 }),
  changeTarget: async (world, id, n) =>
    world.control.targets.update(await firstTarget(world, id, n), { name: `target ${n}`, enabled: n % 3 > 0 }),
  deleteTarget: async (world, id, n) => world.control.targets.delete(await firstTarget(world, id, n)),
  restartTarget: async (world, id, n) => world.control.targets.restart(await firstTarget(world, id, n)),
  replaceTargets: ({ control }, id, n) => {
    const all = Array.from({ length: n % 4 }, (_, index) => ({
      name: `r${n}`,
      reference: `ref ${index}`,
      destination,
    }));
    return control.targets.replace(id, all, { prune: n % 2 === 0 });
  },
  goLive: async (world, id) => {
    const { fake, at } = await place(world, id);
    fake.goLive(at);
  },
  endSession: async (world, id) => {
    const { fake, at } = await place(world, id);
    fake.endSession(at);
  },
  fail: async (world, id, n) => {
    const { fake, at } = await place(world, id);
    const target = await world.control.targets.get(await firstTarget(world, id, n));
    fake.fail({ streamId: at, id: target.bindings?.[0]?.id ?? "" }, "refused", { final: n % 2 === 0 });
  },
  refuse: ({ fakes }) => fakes.one.faults.next({ operation: "read", kind: "error" }),
  reconcile: ({ control }, id) => control.reconciler.run(id),
  count: ({ bytes }, _id, n) => void (bytes.now = n === 0 ? undefined : n),
  // What is written without anything being observed or told.
  streamRow: ({ store }, id, n) => store.write(() => updateStream(id, { name: `row ${n}`, updatedAt: 1 })),
  targetRow: async (world, id, n) => {
    const target = await firstTarget(world, id, n);
    return world.store.write(() => updateTarget(target.id, { name: `row ${n}`, updatedAt: 1 }));
  },
  byHand: ({ store }, _id, n) =>
    store.write(() => run(toQuery(sql`update targets set name = ${`by hand ${n}`} where name like 't%'`))),
  undone: ({ store }, id) =>
    store.write(function* () {
      yield* run(toQuery(sql`update streams set name = 'never' where id = ${id}`));
      throw new Error("undone");
    }),
};

const step = fc.record({
  act: fc.constantFrom(...Object.keys(acts)),
  stream: fc.nat(5),
  n: fc.nat(20),
  isAwaited: fc.boolean(),
});

test("what is kept is what would be put together anew, after every change and while changes are under way", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      await using world = await openWorld();
      await acts["create"]?.(world, "", 2);
      const running: Promise<unknown>[] = [];
      const lookAtAll = async (): Promise<void> => {
        const all = await Promise.all(world.streams.map((id) => readTwice(world, id)));
        expect(all.map(({ kept }) => kept)).toEqual(all.map(({ fresh }) => fresh));
      };
      for (const { act, stream, n, isAwaited } of steps) {
        const id = world.streams[stream % world.streams.length] ?? "";
        const done = attempt(() => acts[act]?.(world, id, n) as Promise<unknown>);
        running.push(done);
        await lookAtAll();
        if (isAwaited) await done;
        await lookAtAll();
      }
      await Promise.all(running);
      await lookAtAll();
    }),
    { numRuns: 20 },
  );
});

test("an answer is at hand until something of it is written, and then again", async () => {
  await using world = await openWorld();
  const { streams, targets } = world.control;
  const [first, second] = [await make(world), await make(world)];
  await Promise.all([streams.getText(first), streams.getText(second)]);
  expect([typeof streams.getText(first), typeof streams.getText(second)]).toEqual(["string", "string"]);
  await streams.update(first, { name: "other" });
  expect(await streams.getText(first)).toContain('"name":"other"');
  expect([typeof streams.getText(first), typeof streams.getText(second)]).toEqual(["string", "string"]);
  const [target] = await targets.list(second);
  await targets.update({ streamId: second, id: target?.id ?? "" }, { name: "other" });
  expect(typeof streams.getText(first)).toBe("string");
  expect(await streams.getText(second)).toContain('"name":"other"');
});

test("another tenant's answer is not at hand", async () => {
  await using world = await openWorld();
  const { control } = world;
  const { stream } = await control.streams.create({ name: "a", tenantId: "tenant-a" });
  const text = await control.streams.getText(stream.id);
  expect(control.forTenant("tenant-a").streams.getText(stream.id)).toBe(text);
  await expect(control.forTenant("tenant-b").streams.getText(stream.id)).rejects.toMatchObject({ code: "not_found" });
});

test("nothing is kept where other processes write, nor after the store was closed", async () => {
  const shared = await openTestControl(
    { fake: fakeProvider().provider },
    { wrapStore: (store) => ({ ...store, exclusive: false }) },
  );
  await using world = await openWorld();
  const id = await make(world);
  const { stream } = await shared.control.streams.create({ name: "a" });
  for (const [{ control }, one] of [[shared, stream.id] as const, [world, id] as const])
    await control.streams.getText(one);
  expect(shared.control.streams.getText(stream.id)).toBeInstanceOf(Promise);
  expect(typeof world.control.streams.getText(id)).toBe("string");
  await shared[Symbol.asyncDispose]();
  await world.store.close();
  await expect(world.control.streams.getText(id)).rejects.toMatchObject({ code: "provider_unavailable" });
});

async function make(world: World): Promise<string> {
  return (await world.control.streams.create({ name: "Show", targets: [{ name: "t", destination }] })).stream.id;
}

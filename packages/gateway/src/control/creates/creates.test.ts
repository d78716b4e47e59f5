import { MultistreamError, type ProviderAdapter, type Stream } from "@polycast/core";
import { everythingAllowed, fakeProvider } from "@polycast/core/testing";
import { expect, onTestFinished, test } from "vitest";
import { dueIntents, type Store, takeIntent } from "../../store/index.ts";
import { shareStore } from "../duties/shared-store.test.support.ts";
import type { ControlPlane } from "../control-plane.ts";
import { createManualClock, type ManualClock } from "../manual-clock.test.support.ts";
import { openTestControl, type TestControl } from "../test-control.test.support.ts";

const LATER = Number.MAX_SAFE_INTEGER;
const { signal } = new AbortController();
const show = {
  name: "Show",
  targets: ["a", "b"].map((name) => ({
    name,
    destination: { url: `rtmp://${name}.example.com/app`, streamKey: name },
  })),
};
const lost = new MultistreamError("timeout", "No answer.", { outcome: "unknown" });
const away = new MultistreamError("provider_unavailable", "It is away.");

const listed =
  ({ streams }: ControlPlane) =>
  async (): Promise<Stream[]> =>
    (await streams.list({})).data;

/** After the next look, which begins when the last one has ended. */
async function later<T>(clock: ManualClock, read: () => Promise<T>): Promise<T> {
  clock.advance(15_000);
  return read();
}

/** It forgets nothing at a restart. */
function remembering(provider: ProviderAdapter): ProviderAdapter {
  const adapter = { ...provider };
  delete adapter.restore;
  return adapter;
}

/** A gateway over a provider that outlives it, and that keeps no mark, unless it says so. */
async function openWorld({ isMarked = false }: { isMarked?: boolean } = {}) {
  const clock = createManualClock();
  const stores = everythingAllowed().stores;
  const stream = stores.stream.filter((word) => isMarked || word !== "reference");
  const capabilities = everythingAllowed({ stores: { ...stores, stream } });
  const fake = fakeProvider({ capabilities, now: () => clock.now() });
  const provider = remembering(fake.provider);
  let dataDir: string | undefined;
  let opened: TestControl | undefined;
  let isDead = false;
  onTestFinished(() => opened?.[Symbol.asyncDispose]());

  /** Writes nothing more once it is dead. */
  const mortal = (store: Store): Store => ({
    ...store,
    write: (unit) => (isDead ? Promise.reject(new MultistreamError("internal", "It is dead.")) : store.write(unit)),
  });
  const control = async (adapter: ProviderAdapter = provider): Promise<TestControl> => {
    await opened?.close();
    isDead = false;
    opened = await openTestControl(
      { fake: adapter },
      { clock, wrapStore: mortal, ...(dataDir === undefined ? {} : { dataDir }) },
    );
    ({ dataDir } = opened);
    return opened;
  };
  return {
    clock,
    fake,
    provider,
    /** The next life of the gateway. */
    control,
    /** Dies when the provider has made a stream. */
    async dieAtCreate() {
      const { control: first } = await control();
      // What cannot be stored is not taken back either.
      fake.beforeAnswer("streams.create", () => void (isDead = true));
      fake.failNext("streams.delete", away);
      await first.streams.create(show).catch(() => undefined);
    },
    there: async (): Promise<Stream[]> => (await provider.streams.list({ limit: 100 }, { signal })).data,
    intents: async () => opened?.store.read(() => dueIntents("fake", LATER, 10)) ?? [],
    lines: () => opened?.lines ?? [],
  };
}

test.each([{ isMarked: true }, { isMarked: false }])(
  "what was made when its process died is taken over, mark $isMarked",
  async (options) => {
    const world = await openWorld(options);
    await world.dieAtCreate();
    const { control } = await world.control();
    const [stream, ...others] = (await control.streams.list({})).data;
    expect(others).toEqual([]);
    expect(stream).toMatchObject({ name: "Show", bindings: [{ id: "stream-1" }], notices: [] });
    expect(stream?.targets?.map(({ name, pending }) => ({ name, pending }))).toEqual([{ name: "a" }, { name: "b" }]);
    expect((await world.there()).map(({ id }) => id)).toEqual(["stream-1"]);
    expect((await world.there())[0]?.targets).toHaveLength(2);
    expect(await world.intents()).toEqual([]);
  },
);

test("where it cannot be told which one was made, nothing is touched, and what may remain is said", async () => {
  const world = await openWorld();
  await world.dieAtCreate();
  const twin = { name: "Show", enabled: true, targets: [] };
  const { id } = (await world.provider.streams.create(twin, { signal })).stream;
  const { control, lines } = await world.control();
  const [stream, ...others] = (await control.streams.list({})).data;
  expect(others).toEqual([]);
  expect(stream?.notices).toMatchObject([{ code: "earlier_stream_may_remain" }]);
  expect(stream?.notices[0]?.message).toContain(`${id}, stream-1`);
  expect(lines.filter((line) => line.includes(`${id}, stream-1`))).toHaveLength(1);
  const made = stream?.bindings?.[0]?.id;
  expect((await world.there()).map((other) => other.id)).toEqual([made, id, "stream-1"]);
});

test("a stream of the same name that was there before is not taken for it", async () => {
  const world = await openWorld();
  await world.provider.streams.create({ name: "Show", enabled: true, targets: [] }, { signal });
  await world.dieAtCreate();
  const { control } = await world.control();
  expect((await control.streams.list({})).data).toMatchObject([{ bindings: [{ id: "stream-2" }], notices: [] }]);
});

test("what the provider refuses then is not made, and that is logged", async () => {
  const world = await openWorld();
  const { control: first } = await world.control();
  world.fake.failNext("streams.create", away);
  // It has ended with an answer: nothing is open.
  await expect(first.streams.create(show)).rejects.toBe(away);
  expect(await world.intents()).toEqual([]);

  await world.dieAtCreate();
  await world.provider.streams.delete("stream-1", { signal });
  world.fake.failNext("streams.create", new MultistreamError("forbidden", "No more streams."));
  const { control, lines } = await world.control();
  expect((await control.streams.list({})).data).toEqual([]);
  expect(lines.filter((line) => line.includes("No more streams."))).toHaveLength(1);
  expect(await world.intents()).toEqual([]);
});

test("it waits for a provider that is away", async () => {
  const world = await openWorld();
  await world.dieAtCreate();
  world.fake.failNext("streams.list", away);
  const { control } = await world.control();
  expect((await control.streams.list({})).data).toEqual([]);
  await expect.poll(() => later(world.clock, listed(control))).toMatchObject([{ name: "Show" }]);
  expect(await world.there()).toHaveLength(1);
});

test("of a create that was answered with a doubt, what is there is taken over, and what is not is not made", async () => {
  const world = await openWorld();
  const { control } = await world.control();
  world.fake.beforeAnswer("streams.create", () => Promise.reject(lost));
  await expect(control.streams.create(show)).rejects.toMatchObject({ outcome: "unknown" });
  await expect.poll(() => later(world.clock, listed(control))).toMatchObject([{ name: "Show" }]);

  world.fake.failNext("streams.create", lost);
  await expect(control.streams.create({ name: "Other" })).rejects.toMatchObject({ outcome: "unknown" });
  await expect.poll(() => later(world.clock, world.intents)).toEqual([]);
  expect((await world.there()).map(({ name }) => name)).toEqual(["Show"]);
});

/** A process of several, whose create waits for its answer. */
async function openWaiting() {
  const clock = createManualClock();
  const fake = fakeProvider({ now: () => clock.now() });
  const provider = remembering(fake.provider);
  const held = Promise.withResolvers<void>();
  fake.beforeAnswer("streams.create", () => held.promise);
  const opened = await openTestControl({ fake: provider }, { clock, wrapStore: (own) => shareStore(own).store });
  onTestFinished(() => opened[Symbol.asyncDispose]());
  const { control, store } = opened;
  const outcome = control.streams.create(show).then(
    ({ stream }) => stream.id,
    (error: unknown) => error,
  );
  await expect.poll(() => fake.calls()).toContain("streams.create");
  const [intent] = await store.read(() => dueIntents("fake", LATER, 10));
  if (!intent) throw new Error("there is no intent");
  return { clock, fake, control, store, intent, outcome, answer: held.resolve };
}

test("on a shared store nobody takes up what another process is at, and no key can be read", async () => {
  const { clock, store, intent, outcome, answer } = await openWaiting();
  clock.advance(60_000);
  expect(await store.read(() => dueIntents("fake", clock.now(), 10))).toEqual([]);
  expect(intent).toMatchObject({ attempts: 0, answered: false });
  expect(JSON.stringify(intent)).not.toContain("example.com");
  answer();
  expect(await outcome).toBe(intent.id);
  expect(await store.read(() => dueIntents("fake", LATER, 10))).toEqual([]);
});

test("whoever is so late that another has taken it up stores nothing, and takes nothing back", async () => {
  const { fake, control, store, intent, outcome, answer } = await openWaiting();
  await store.write(() => takeIntent(intent, { holder: "another", dueAt: LATER }));
  answer();
  expect(await outcome).toMatchObject({ code: "conflict", outcome: "unknown" });
  expect(fake.calls()).not.toContain("streams.delete");
  expect((await control.streams.list({})).data).toEqual([]);
});

import { type Capabilities, MultistreamError } from "@polycast/core";
import { everythingAllowed, fakeProvider } from "@polycast/core/testing";
import { expect, test } from "vitest";
import { createManualClock } from "../manual-clock.test.support.ts";
import { openTestControl } from "../test-control.test.support.ts";

const context = () => ({ signal: AbortSignal.timeout(5000) });
const targets = [{ name: "one", destination: { url: "rtmp://live.example.com/app", streamKey: "planted-one" } }];
const lost = () => new MultistreamError("timeout", "No answer.", { outcome: "unknown", retryable: true });

const all = everythingAllowed();
/** Keeps a name and no reference. */
const named: Capabilities = { ...all, stores: { ...all.stores, stream: ["name", "createdAt"] } };
const stream = { ...all.stream, update: { ...all.stream.update, idle: "refused", live: "refused" } } as const;
/** Keeps a name for good, and a reference. */
const referred: Capabilities = { ...all, stream };
/** Has no room for a mark. */
const fixed: Capabilities = { ...named, stream };

/** A stream at one provider, and another one at which others have one of the same name. */
async function open(capabilities: Capabilities) {
  const clock = createManualClock();
  const now = () => clock.now();
  const here = fakeProvider({ name: "here", now });
  const there = fakeProvider({ name: "there", now, capabilities });
  const stage = await openTestControl({ here: here.provider, there: there.provider }, { clock });
  const { streams } = stage.control;
  const { stream } = await streams.create({ provider: "here", name: "Show", targets });
  const theirs = { name: "Show", enabled: true, targets: [] };
  const other = (await there.provider.streams.create(theirs, context())).stream.id;
  const switchOver = async () => streams.switch(stream.id, { provider: "there", dryRun: false });
  return {
    clock,
    there,
    stage,
    id: stream.id,
    other,
    switchOver,
    read: async () => streams.get(stream.id),
    /** What the other provider has beside that, by name and number of targets. */
    made: async () => {
      const { data } = await there.provider.streams.list({ limit: 10 }, context());
      return data.filter(({ id }) => id !== other).map(({ name, targets: own }) => `${name} ${own?.length}`);
    },
    /** Lets time pass until it holds. */
    until: async (holds: () => Promise<boolean>) => {
      while (!(await holds())) {
        clock.advance(1000);
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

test.each([
  ["reference", referred],
  ["name", named],
] as const)("a new side whose answer is lost is known by the mark in its %s, and made once", async (_where, table) => {
  const { stage, there, switchOver, read, made, until, other } = await open(table);
  await using _stage = stage;
  there.beforeAnswer("streams.create", () => Promise.reject(lost()));
  await expect(switchOver()).rejects.toMatchObject({ code: "timeout", outcome: "unknown" });
  expect(await made()).toHaveLength(1);
  await until(async () => (await read()).provider === "there" && !(await read()).pending);
  expect(await made()).toEqual(["Show 1"]);
  expect((await read()).notices).toEqual([]);
  expect(await there.provider.streams.get(other, context())).toMatchObject({ name: "Show", targets: [] });
});

test("where nothing tells it from those of others, none is touched, and it is said what may remain", async () => {
  const { stage, there, switchOver, read, made, until } = await open(fixed);
  await using _stage = stage;
  there.beforeAnswer("streams.create", () => Promise.reject(lost()));
  await expect(switchOver()).rejects.toMatchObject({ code: "timeout" });
  await until(async () => (await read()).provider === "there");
  expect(await made()).toEqual(["Show 1", "Show 1"]);
  const notice = {
    code: "new_stream_may_remain",
    message: expect.stringContaining("polycast import --provider there"),
  };
  expect((await read()).notices).toEqual([notice]);
  const warnings = (await stage.events()).filter(({ type }) => type === "stream.warning");
  expect(warnings).toMatchObject([{ data: { notice } }]);
});

test("a new side whose making never answers is given up, and what is left of it is removed", async () => {
  const { stage, there, switchOver, read, made, until, id } = await open(named);
  await using _stage = stage;
  const create = there.provider.streams.create.bind(there.provider.streams);
  let creates = 0;
  there.provider.streams.create = async (input, about) => {
    await create(input, about);
    creates += 1;
    throw lost();
  };
  await expect(switchOver()).rejects.toMatchObject({ code: "timeout" });
  const { streams } = stage.control;
  await until(async () =>
    streams.update(id, { name: "Free" }).then(
      () => true,
      () => false,
    ),
  );
  expect(creates).toBe(13);
  await until(async () => (await made()).length === 0);
  expect(await read()).toMatchObject({ provider: "here", name: "Free", targets: [{ enabled: true }] });
});

test("a new side that others have deleted before the stream is led over is made again, a few times", async () => {
  const { stage, there, switchOver, made } = await open(named);
  await using _stage = stage;
  there.beforeAnswer("streams.create", async () => {
    const { data } = await there.provider.streams.list({ limit: 10 }, context());
    await there.provider.streams.delete(data[0]?.id ?? "", context());
  });
  expect((await switchOver()).stream).toMatchObject({ provider: "there", name: "Show" });
  expect(await made()).toEqual(["Show 1"]);
});

test("a new side that is not led over to yet is imported by nobody", async () => {
  const { stage, there, switchOver, other } = await open(named);
  await using _stage = stage;
  let imported: unknown;
  there.beforeAnswer("streams.create", async () => {
    imported = (await stage.control.streams.import({ provider: "there", dryRun: false })).data;
  });
  await switchOver();
  expect(imported).toMatchObject([
    { name: expect.stringContaining("Show (polycast "), error: { code: "conflict" } },
    { providerId: other, imported: expect.any(String) },
  ]);
});

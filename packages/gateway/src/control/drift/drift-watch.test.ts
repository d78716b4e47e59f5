import type { Destination, ProviderAdapter } from "@polycast/core";
import { describe, expect, test } from "vitest";
import { createManualClock } from "../manual-clock.test.support.ts";
import { makeSides } from "../switching/sides.test.support.ts";
import { openTestControl, type TestControl } from "../test-control.test.support.ts";
import type { DriftPolicy } from "./drift-watch.ts";

const context = () => ({ signal: AbortSignal.timeout(5000) });
/** The keys that targets send with, in the order of the alphabet. */
function keysOf(destinations: ReadonlyMap<string, Destination> = new Map()): string[] {
  const keys = [...destinations.values()].map((to) => ("streamKey" in to ? String(to.streamKey) : ""));
  return keys.toSorted((one, other) => one.localeCompare(other));
}

const targets = ["one", "two", "three"].map((name) => ({
  name,
  destination: { url: "rtmp://live.example.com/app", streamKey: `planted-${name}` },
}));

type Stage = TestControl & { id: string; at: string; adapter: ProviderAdapter; pass(): Promise<void> };

async function open(provider: "castr" | "livepeer" | "mux", drift: DriftPolicy): Promise<Stage> {
  const { providers } = await makeSides();
  const adapter = providers[provider];
  const clock = createManualClock(Date.now());
  const stage = await openTestControl({ [provider]: adapter }, { drift, clock });
  const { stream } = await stage.control.streams.create({ name: "Show", targets });
  const id = stream.id;
  const at = stream.bindings?.[0]?.id ?? "";
  return {
    ...stage,
    id,
    at,
    adapter,
    async pass() {
      for (let turn = 0; turn < 3; turn += 1) {
        clock.advance(301_000);
        for (let tick = 0; tick < 400; tick += 1) await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

async function warnings(stage: Stage): Promise<string[]> {
  return (await stage.events()).flatMap(({ type, data }) =>
    type === "target.warning" && "notice" in data && data.notice?.code === "drift" ? [data.notice.message] : [],
  );
}

test("what others change is shown, left, told once, and put back by asking for it anew", async () => {
  const stage = await open("castr", "show");
  await using _stage = stage;
  const { streams, targets: calls } = stage.control;
  await stage.pass();
  expect(await warnings(stage)).toEqual([]);

  const [one, two, three] = (await stage.adapter.targets.list(stage.at, context())).map(({ id }) => ({
    streamId: stage.at,
    id,
  }));
  if (!one || !two || !three) throw new Error("three are there");
  await stage.adapter.targets.update?.(one, { enabled: false }, context());
  await stage.adapter.targets.update?.(
    two,
    { destination: { url: "rtmp://else.example.com/app", streamKey: "other-key-99" } },
    context(),
  );
  await stage.adapter.targets.delete(three, context());
  await stage.pass();
  expect((await warnings(stage)).map((message) => message.replace(/^.*target: /u, ""))).toEqual([
    "it was switched off. It is left so until the target is changed here.",
    "it sends somewhere else. It is left so until the target is changed here.",
    "it was deleted. It is left so until the target is changed here.",
  ]);
  const shown = (await streams.get(stage.id)).targets ?? [];
  expect(
    shown.map(({ enabled, notices, pending }) => ({ enabled, notices: notices.map(({ code }) => code), pending })),
  ).toEqual(Array.from({ length: 3 }, () => ({ enabled: true, notices: ["drift"], pending: undefined })));
  await stage.pass();
  expect(await warnings(stage)).toHaveLength(3);
  expect(await stage.adapter.targets.list(stage.at, context())).toMatchObject([{ enabled: false }, { enabled: true }]);

  for (const { id } of shown) await calls.update({ streamId: stage.id, id }, { enabled: true });
  const there = await stage.adapter.targets.destinations?.(stage.at, context());
  expect(keysOf(there)).toEqual(["planted-one", "planted-three", "planted-two"]);
  expect(
    (await streams.get(stage.id)).targets?.flatMap(({ notices, pending }) => [...notices, pending ?? []].flat()),
  ).toEqual([]);
});

test("what is as wanted again loses its notice; a deletion of ours finds nothing to do", async () => {
  const stage = await open("livepeer", "show");
  await using _stage = stage;
  const [one, two] = (await stage.adapter.targets.list(stage.at, context())).map(({ id }) => ({
    streamId: stage.at,
    id,
  }));
  if (!one || !two) throw new Error("they are there");
  await stage.adapter.targets.update?.(one, { name: "theirs" }, context());
  await stage.adapter.targets.delete(two, context());
  await stage.pass();
  const codes = async () =>
    (await stage.control.streams.get(stage.id)).targets?.map(({ notices }) => notices.map(({ code }) => code));
  expect(await codes()).toEqual([["drift"], ["drift"], []]);
  await stage.adapter.targets.update?.(one, { name: "one" }, context());
  await stage.pass();
  expect(await codes()).toEqual([[], ["drift"], []]);
  const [, gone] = await stage.control.targets.list(stage.id);
  expect(await stage.control.targets.delete({ streamId: stage.id, id: gone?.id ?? "" })).toEqual({});
  expect(await codes()).toEqual([[], []]);
});

test.each(["castr", "mux"] as const)(
  "at %s it is put back where that is wanted, and targets of others stay",
  async (provider) => {
    const stage = await open(provider, "enforce");
    await using _stage = stage;
    const theirs = { name: "theirs", destination: { url: "rtmp://else.example.com/app", streamKey: "x-key" } as const };
    await stage.adapter.targets.create(stage.at, { ...theirs, enabled: true, rendition: "source" }, context());
    const [one] = await stage.adapter.targets.list(stage.at, context());
    await stage.adapter.targets.delete({ streamId: stage.at, id: one?.id ?? "" }, context());
    await stage.pass();
    const [warning] = await warnings(stage);
    expect(warning).toContain("It is put back.");
    const there = await stage.adapter.targets.destinations?.(stage.at, context());
    expect(keysOf(there)).toEqual(["planted-one", "planted-three", "planted-two", "x-key"]);
    const { targets: ours = [] } = await stage.control.streams.get(stage.id);
    expect(ours.map(({ notices, pending }) => [notices, pending])).toEqual(ours.map(() => [[], undefined]));
    expect(ours).toHaveLength(3);
  },
);

const told = async (stage: Stage) =>
  (await stage.events()).flatMap(({ type, data }) =>
    type === "stream.warning" && "notice" in data ? [data.notice?.message.replace(/^.*stream: /u, "")] : [],
  );
const shown = async (stage: Stage) => {
  const { name, enabled, pending, notices } = await stage.control.streams.get(stage.id);
  return { name, enabled, pending, notices: notices.map(({ code }) => code) };
};

describe("the stream itself", () => {
  test.each(["castr", "livepeer", "mux"] as const)(
    "at %s: shown, left, told once, and put back by asking anew",
    async (provider) => {
      const stage = await open(provider, "show");
      await using _stage = stage;
      const { streams } = stage.control;
      await stage.pass();
      expect(await told(stage)).toEqual([]);
      await stage.adapter.streams.update?.(stage.at, { name: "Theirs", enabled: false }, context());
      await stage.pass();
      await stage.pass();
      expect(await told(stage)).toEqual([
        'it was switched off, it was renamed to "Theirs". It is left so until the stream is changed here.',
      ]);
      expect(await shown(stage)).toEqual({ name: "Show", enabled: true, pending: undefined, notices: ["drift"] });
      expect(await stage.adapter.streams.get(stage.at, context())).toMatchObject({ name: "Theirs", enabled: false });
      const wished = { name: "Show", enabled: true, pending: undefined, notices: [] };
      await streams.update(stage.id, { enabled: true });
      expect(await shown(stage)).toEqual(wished);
      expect(await stage.adapter.streams.get(stage.at, context())).toMatchObject({ name: "Show", enabled: true });
      await stage.pass();
      expect(await shown(stage)).toEqual(wished);
    },
  );

  test("what is as wanted again loses its notice", async () => {
    const stage = await open("mux", "show");
    await using _stage = stage;
    for (const [name, notices] of [
      ["Theirs", ["drift"]],
      ["Show", []],
    ] as const) {
      await stage.adapter.streams.update?.(stage.at, { name }, context());
      await stage.pass();
      expect((await shown(stage)).notices).toEqual(notices);
    }
    expect(await told(stage)).toHaveLength(1);
  });

  test("is put back where that is wanted", async () => {
    const stage = await open("mux", "enforce");
    await using _stage = stage;
    await stage.adapter.streams.update?.(stage.at, { name: "Theirs" }, context());
    await stage.pass();
    expect(await told(stage)).toEqual(['it was renamed to "Theirs". It is put back.']);
    expect(await stage.adapter.streams.get(stage.at, context())).toMatchObject({ name: "Show" });
    expect(await shown(stage)).toEqual({ name: "Show", enabled: true, pending: undefined, notices: [] });
  });

  test.each(["show", "enforce"] as const)(
    "deleted there (%s): nobody knows, it is told once, and it can be deleted here",
    async (policy) => {
      const stage = await open("mux", policy);
      await using _stage = stage;
      await stage.adapter.streams.delete(stage.at, context());
      for (let times = 0; times < 3; times += 1) await stage.pass();
      expect(await told(stage)).toEqual([
        "The stream is not at mux any more: others have deleted it there. Delete it here, or move it to another provider.",
      ]);
      const { status, targets, notices, pending } = await stage.control.streams.get(stage.id);
      expect([status.state, ...(targets ?? []).map((target) => target.status.state)]).toEqual([
        "unknown",
        "unknown",
        "unknown",
        "unknown",
      ]);
      expect([notices.map(({ code }) => code), pending]).toEqual([["missing_at_provider"], undefined]);
      expect(await stage.control.streams.delete(stage.id)).toEqual({});
    },
  );
});

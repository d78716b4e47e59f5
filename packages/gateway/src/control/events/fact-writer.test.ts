import { MultistreamError } from "@polycast/core";
import { expect, test } from "vitest";
import { getStreamState, insertStream, listEventsAfter, type Store, type Writing } from "../../store/index.ts";
import { getMeta, setMeta } from "../../store/meta.ts";
import { sampleEvent, sampleStream } from "../../store/sample-records.test.support.ts";
import { temporaryStore } from "../../store/temporary-store.test.support.ts";
import { createFactWriter, type FactWriter } from "./fact-writer.ts";
import { createManualClock } from "../manual-clock.test.support.ts";
import { noViews } from "../no-views.test.support.ts";

const RETRY_MS = 1000;

/** A writer over a store that fails on demand, with the streams `str_a` and `str_b`. */
async function open(maxQueued?: number) {
  const store = temporaryStore();
  const clock = createManualClock();
  const lines: string[] = [];
  let attempts = 0;
  /** What happens instead of, or after, a write. */
  const faults: { before?: Error; after?: Error } = {};
  const failing: Store = {
    ...store,
    async write(unit) {
      attempts += 1;
      if (faults.before) throw faults.before;
      const value = await store.write(unit);
      if (faults.after) throw faults.after;
      return value;
    },
  };
  const facts = createFactWriter({
    store: failing,
    views: noViews(clock),
    clock,
    log: (level, message, fields) => void lines.push(JSON.stringify({ level, message, ...fields })),
    ...(maxQueued === undefined ? {} : { maxQueued }),
  });
  await store.write(function* () {
    for (const id of ["str_a", "str_b"]) yield* insertStream(sampleStream({ id }));
  });
  const events = () => store.read(() => listEventsAfter({ limit: 500 }));
  return {
    facts,
    clock,
    faults,
    lines,
    attempts: () => attempts,
    /** Stream and type of every event, in the order of the log. */
    told: async () => (await events()).map(({ event }) => `${"streamId" in event ? event.streamId : ""} ${event.type}`),
    state: (streamId: string) => store.read(() => getStreamState(streamId)),
    meta: (key: string) => store.read(() => getMeta(key)),
  };
}

/** What follows from a stream's going live or idle. */
function fact(streamId: string, type: "stream.live" | "stream.idle", state?: string): Parameters<FactWriter["add"]>[0] {
  const { id: _id, ...draft } = sampleEvent(streamId, type);
  return { streamId, drafts: [draft], ...(state === undefined ? {} : { state }) };
}

const note = (key: string) => (): Writing<void> => setMeta(key, "written");
const unavailable = new MultistreamError("provider_unavailable", "The disk is full.");
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("what was seen of a stream at its former provider is no fact of its any more", async () => {
  const { facts, told, state } = await open();
  const { provider } = sampleStream();
  facts.add({ ...fact("str_a", "stream.live", "1"), instance: provider });
  await facts.write([{ ...fact("str_a", "stream.idle", "2"), instance: "former" }], note("a"));
  await facts.close();
  expect(await told()).toEqual(["str_a stream.live"]);
  expect(await state("str_a")).toBe("1");
});

test("events, state and what is written with them come in one unit and in their order", async () => {
  const { facts, told, state, meta } = await open();
  facts.add(fact("str_a", "stream.live", "1"));
  const writing = facts.write([fact("str_a", "stream.idle", "2"), fact("str_b", "stream.live", "3")], note("a"));
  facts.add(fact("str_b", "stream.idle", "4"));
  await writing;
  await facts.close();
  expect(await told()).toEqual(["str_a stream.live", "str_a stream.idle", "str_b stream.live", "str_b stream.idle"]);
  expect([await state("str_a"), await state("str_b"), await meta("a")]).toEqual(["2", "4", "written"]);
});

test("what is handed over right after the one before was stored does not stay behind", async () => {
  const { facts, told } = await open();
  for (let round = 0; round < 5; round += 1) {
    await facts.write([fact("str_a", round % 2 === 0 ? "stream.live" : "stream.idle")], note("a"));
  }
  expect(await told()).toHaveLength(5);
});

test("while the store fails nothing of a unit is there; then all of it is, once", async () => {
  const { facts, faults, clock, told, state, meta, lines } = await open();
  faults.before = unavailable;
  let settled = false;
  const writing = facts.write([fact("str_a", "stream.live", "1")], note("a")).then(() => (settled = true));
  await turn();
  clock.advance(RETRY_MS);
  await turn();
  expect(settled).toBe(false);
  expect([await told(), await state("str_a"), await meta("a")]).toEqual([[], undefined, undefined]);
  expect(lines[0]).toContain("wait");
  delete faults.before;
  clock.advance(RETRY_MS);
  await writing;
  expect([await told(), await state("str_a"), await meta("a")]).toEqual([["str_a stream.live"], "1", "written"]);
});

test("a commit whose answer was lost is not made twice", async () => {
  const { facts, faults, clock, told, meta, attempts } = await open();
  faults.after = new MultistreamError("provider_unavailable", "No answer.", { outcome: "unknown" });
  const writing = facts.write([fact("str_a", "stream.live", "1")], note("a"));
  await turn();
  await turn();
  delete faults.after;
  clock.advance(RETRY_MS);
  await writing;
  expect([await told(), await meta("a"), attempts()]).toEqual([["str_a stream.live"], "written", 2]);
});

test("beyond the limit the newest of each stream is kept, with the newest state; what is written is never merged", async () => {
  const { facts, faults, clock, told, state, meta } = await open(2);
  faults.before = unavailable;
  // The first is being written, two wait, and the rest is merged.
  for (let round = 0; round < 50; round += 1) {
    facts.add(fact("str_a", round % 2 === 0 ? "stream.live" : "stream.idle", `a${round}`));
    facts.add(fact("str_b", "stream.live", `b${round}`));
  }
  await turn();
  const writing = facts.write([fact("str_a", "stream.live", "written")], note("a"));
  for (let round = 0; round < 50; round += 1) facts.add(fact("str_a", "stream.idle", `late${round}`));
  await turn();
  delete faults.before;
  clock.advance(RETRY_MS);
  await writing;
  expect(await meta("a")).toBe("written");
  await facts.close();
  const all = await told();
  expect(all.length).toBeLessThan(9);
  expect(all.filter((line) => line.startsWith("str_a")).slice(-3)).toEqual([
    "str_a stream.idle",
    "str_a stream.live",
    "str_a stream.idle",
  ]);
  expect([await state("str_a"), await state("str_b")]).toEqual(["late49", "b49"]);
});

test("what cannot be written with it fails alone: its caller is told, the facts and all others are stored", async () => {
  const { facts, told, state, meta } = await open();
  const broken = facts.write([fact("str_a", "stream.live", "1")], () => {
    throw new TypeError("broken");
  });
  const fine = facts.write([fact("str_b", "stream.live", "2")], note("b"));
  await expect(broken).rejects.toThrow("broken");
  await fine;
  await facts.close();
  expect(await told()).toEqual(["str_a stream.live", "str_b stream.live"]);
  expect([await state("str_a"), await meta("b")]).toEqual(["1", "written"]);
});

test("a deleted stream has no facts and no state, and what is written with them is written all the same", async () => {
  const { facts, told, state, meta } = await open();
  await facts.write([fact("str_gone", "stream.live", "1"), fact("str_a", "stream.live", "2")], note("a"));
  expect([await told(), await state("str_gone"), await meta("a")]).toEqual([
    ["str_a stream.live"],
    undefined,
    "written",
  ]);
});

test("closing gives up what the store does not take, and says so to those who wait", async () => {
  const { facts, faults, told } = await open();
  faults.before = unavailable;
  facts.add(fact("str_a", "stream.live"));
  const writing = facts.write([], note("a"));
  const refused = writing.catch((error: unknown) => error);
  await facts.close();
  expect(await refused).toMatchObject({ code: "provider_unavailable" });
  await expect(facts.write([], note("b"))).rejects.toMatchObject({ code: "provider_unavailable" });
  delete faults.before;
  expect(await told()).toEqual([]);
});

test("there is room for so many that wait, and no more", async () => {
  const { facts, faults } = await open();
  faults.before = unavailable;
  const waiting = Array.from({ length: 1000 }, () => facts.write([], note("a")).catch(() => undefined));
  expect(facts.full()).toBe(true);
  await facts.close();
  await Promise.all(waiting);
  expect(facts.full()).toBe(false);
});

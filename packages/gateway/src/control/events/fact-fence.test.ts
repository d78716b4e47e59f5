import { MultistreamError } from "@polycast/core";
import { expect, test } from "vitest";
import { insertStream, listEventsAfter, type Writing } from "../../store/index.ts";
import { getMeta, setMeta } from "../../store/meta.ts";
import { sampleEvent, sampleStream } from "../../store/sample-records.test.support.ts";
import { temporaryStore } from "../../store/temporary-store.test.support.ts";
import type { Fence } from "../duties/duties.ts";
import { createManualClock } from "../manual-clock.test.support.ts";
import { noViews } from "../no-views.test.support.ts";
import type { Fact } from "./fact-queue.ts";
import { createFactWriter } from "./fact-writer.ts";

function fact(streamId: string, type: "stream.live" | "stream.idle", fence?: Fence): Fact {
  const { id: _id, ...draft } = sampleEvent(streamId, type);
  return { streamId, drafts: [draft], ...(fence ? { fence } : {}) };
}

async function open(maxQueued?: number) {
  const store = temporaryStore();
  const clock = createManualClock();
  const refused: Fence[] = [];
  const facts = createFactWriter({
    store,
    views: noViews(clock),
    clock,
    log: () => undefined,
    onRefused: (fence) => void refused.push(fence),
    ...(maxQueued === undefined ? {} : { maxQueued }),
  });
  await store.write(function* () {
    for (const id of ["str_a", "str_b"]) yield* insertStream(sampleStream({ id }));
  });
  const told = async () =>
    (await store.read(() => listEventsAfter({ limit: 500 }))).map(
      ({ event }) => `${"streamId" in event ? event.streamId : ""} ${event.type}`,
    );
  return { facts, store, refused, told };
}

const conflict = new MultistreamError("conflict", "Another process has taken over.");

/** Lets things pass until it is shut. */
function gate() {
  let isShut = false;
  const fence: Fence = function* () {
    yield* getMeta("any");
    if (isShut) throw conflict;
  };
  return { fence, shut: () => void (isShut = true) };
}

const note = (key: string) => (): Writing<void> => setMeta(key, "written");

test("what is behind a fence that refuses is left to others; all the rest is written", async () => {
  const { facts, store, refused, told } = await open();
  const { fence, shut } = gate();
  shut();
  facts.add(fact("str_a", "stream.live", fence));
  facts.add(fact("str_b", "stream.live"));
  const alone = facts.write([], note("alone"), fence);
  const behind = facts.write([fact("str_a", "stream.idle", fence)], note("behind"), fence);
  const other = facts.write([fact("str_b", "stream.idle")], note("other"));
  await expect(alone).rejects.toBe(conflict);
  await expect(behind).rejects.toBe(conflict);
  await other;
  expect(await told()).toEqual(["str_b stream.live", "str_b stream.idle"]);
  const notes = await Promise.all(["alone", "behind", "other"].map((key) => store.read(() => getMeta(key))));
  expect(notes).toEqual([undefined, undefined, "written"]);
  expect(refused).toContain(fence);
});

test("what one tenure has seen is not merged into what the next one sees", async () => {
  const { facts, told } = await open(0);
  const before = gate();
  const after = gate();
  before.shut();
  facts.add(fact("str_b", "stream.idle"));
  facts.add(fact("str_a", "stream.idle", before.fence));
  facts.add(fact("str_a", "stream.live", after.fence));
  await facts.close();
  expect(await told()).toEqual(["str_b stream.idle", "str_a stream.live"]);
});

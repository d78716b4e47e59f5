import type { Stream, StreamState } from "@polycast/core";
import { fakeProvider } from "@polycast/core/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { StoredEvent } from "../../store/index.ts";
import type { Following } from "./events.ts";
import { ExpiredCursorError } from "./expired-cursor-error.ts";
import { createTeller } from "../teller.test.support.ts";
import { openTestControl } from "../test-control.test.support.ts";

async function openWithStreams(count: number) {
  const opened = await openTestControl({ fake: fakeProvider().provider });
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    ids.push((await opened.control.streams.create({ name: `S${index}` })).stream.id);
  }
  return { ...opened, ids };
}

test("lists the log in pages, by stream and by type, with a cursor to go on from at its end", async () => {
  await using opened = await openWithStreams(3);
  const { events, streams } = opened.control;
  const first = await events.list({ limit: 2 });
  expect(first).toMatchObject({ data: [{ sequence: 1 }, { sequence: 2 }], nextCursor: "2", cursor: "2" });
  const second = await events.list({ limit: 2, after: first.cursor });
  expect(second).toMatchObject({ data: [{ sequence: 3 }], cursor: "3" });
  expect(second).not.toHaveProperty("nextCursor");
  expect(await events.list({ after: second.cursor })).toEqual({ data: [], cursor: "3" });
  const [one = ""] = opened.ids;
  await streams.delete(one);
  expect((await events.list({ streamId: one })).data.map(({ type }) => type)).toEqual([
    "stream.created",
    "stream.deleted",
  ]);
  expect((await events.list({ type: ["stream.deleted"] })).data).toHaveLength(1);
});

test("a cursor that the log does not know has expired, and what is none is refused", async () => {
  await using opened = await openWithStreams(1);
  const { events } = opened.control;
  await expect(events.list({ after: "99" })).rejects.toBeInstanceOf(ExpiredCursorError);
  await expect(events.follow({ after: "99" })).rejects.toBeInstanceOf(ExpiredCursorError);
  await expect(events.list({ after: "-1" })).rejects.toMatchObject({ code: "invalid_argument" });
  await expect(events.list({ type: ["stream.eaten"] })).rejects.toMatchObject({ code: "invalid_argument" });
});

test("following begins with a snapshot, and what comes after it follows", async () => {
  await using opened = await openWithStreams(2);
  const { events, streams } = opened.control;
  const { snapshot, start } = await events.follow({});
  expect(snapshot?.streams.map(({ name }) => name)).toEqual(["S1", "S0"]);
  const got: StoredEvent[] = [];
  const arrived = Promise.withResolvers<void>();
  await streams.create({ name: "S2" });
  const stop = start({
    send: (event) => {
      got.push(event);
      arrived.resolve();
      return true;
    },
    ready: () => Promise.resolve(),
    end: () => {},
  });
  await arrived.promise;
  stop();
  expect(got).toMatchObject([{ event: { type: "stream.created", data: { stream: { name: "S2" } } } }]);
  expect(String(got[0]?.position)).toBe(String(Number(snapshot?.cursor) + 1));
});

test("following one stream shows that stream, and one that is not there is not found", async () => {
  await using opened = await openWithStreams(2);
  const [one = ""] = opened.ids;
  const { snapshot } = await opened.control.events.follow({ streamId: one });
  expect(snapshot?.streams.map(({ id }) => id)).toEqual([one]);
  await expect(opened.control.events.follow({ streamId: "str_none" })).rejects.toMatchObject({ code: "not_found" });
});

/** What somebody knows of a stream who reads the snapshot and then every event. */
function learn({ snapshot, start }: Following) {
  const known: { name?: string; state?: StreamState } = {};
  const take = ({ name, status }: Stream): void => void Object.assign(known, { name, state: status.state });
  for (const stream of snapshot?.streams ?? []) take(stream);
  const stop = start({
    send({ event }) {
      if ("stream" in event.data) take(event.data.stream);
      return true;
    },
    ready: () => Promise.resolve(),
    end: () => {},
  });
  return { known, stop };
}

test("a snapshot and what follows it tell the truth, wherever among reports and changes it is taken", async () => {
  const step = fc.constantFrom("live", "reconnecting", "idle", "rename", "follow", "turn");
  const at = "2026-01-02T03:04:05.000Z";
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const { adapter, tell } = createTeller(fakeProvider({ now: () => Date.parse(at) }).provider);
      await using opened = await openTestControl({ fake: adapter });
      const { events, streams } = opened.control;
      const { stream } = await streams.create({ name: "0" });
      const [binding] = stream.bindings ?? [];
      const work: Promise<unknown>[] = [];
      const readers: Promise<ReturnType<typeof learn>>[] = [];
      for (const [index, what] of steps.entries()) {
        if (what === "turn") await new Promise((resolve) => setImmediate(resolve));
        else if (what === "follow") readers.push(events.follow({}).then(learn));
        else if (what === "rename") work.push(streams.update(stream.id, { name: String(index) }));
        else {
          const status = { state: what, source: "relay" as const };
          tell({ kind: "stream", streamId: binding?.id ?? "", occurredAt: at, status });
        }
      }
      await Promise.all(work);
      const { name, status } = await streams.get(stream.id);
      for (const { known, stop } of await Promise.all(readers)) {
        await expect.poll(() => known, { interval: 5 }).toEqual({ name, state: status.state });
        stop();
      }
    }),
    // A report that arrives while a change is on its way to the disk.
    { numRuns: 40, examples: [[["follow", "live", "turn", "live", "rename", "turn", "live", "reconnecting"]]] },
  );
});

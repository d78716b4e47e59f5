import { fakeProvider } from "@polycast/core/testing";
import { expect, test } from "vitest";
import type { StoredEvent } from "../store/index.ts";
import { ExpiredCursorError } from "./expired-cursor-error.ts";
import { openTestControl } from "./test-control.test.support.ts";

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

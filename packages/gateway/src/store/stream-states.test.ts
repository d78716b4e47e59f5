import { expect, test } from "vitest";
import { sampleStream } from "./sample-records.test.support.ts";
import { getStreamState, saveStreamState } from "./stream-states.ts";
import { deleteStream, insertStream } from "./streams.ts";
import { temporaryStore } from "./temporary-store.test.support.ts";

test("the newest state of a stream replaces the one before, and goes with the stream", async () => {
  const store = temporaryStore();
  const { id } = sampleStream({ id: "str_1" });
  await store.write((transaction) => insertStream(transaction, sampleStream({ id })));
  expect(await store.read((reader) => getStreamState(reader, id))).toBeUndefined();
  await store.write((transaction) => saveStreamState(transaction, { streamId: id, body: '{"a":1}', at: 1 }));
  await store.write((transaction) => saveStreamState(transaction, { streamId: id, body: '{"a":2}', at: 2 }));
  expect(await store.read((reader) => getStreamState(reader, id))).toBe('{"a":2}');
  await store.write((transaction) => deleteStream(transaction, id));
  expect(await store.read((reader) => getStreamState(reader, id))).toBeUndefined();
});

test("there is no state without a stream", async () => {
  const store = temporaryStore();
  const writing = store.write((transaction) => saveStreamState(transaction, { streamId: "str_0", body: "{}", at: 1 }));
  await expect(writing).rejects.toMatchObject({ code: "conflict" });
});

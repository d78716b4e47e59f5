import { expect, test } from "vitest";
import { engines } from "./contract/engines.test.support.ts";
import { sampleStream } from "./sample-records.test.support.ts";
import { getStreamState, saveStreamState } from "./stream-states.ts";
import { deleteStream, insertStream } from "./streams.ts";

test.each(engines)(
  "the newest state of a stream replaces the one before, and goes with the stream, on $name",
  async (engine) => {
    const store = await engine.open();
    const { id } = sampleStream({ id: "str_1" });
    await store.write(() => insertStream(sampleStream({ id })));
    expect(await store.read(() => getStreamState(id))).toBeUndefined();
    await store.write(() => saveStreamState({ streamId: id, body: '{"a":1}', at: 1 }));
    await store.write(() => saveStreamState({ streamId: id, body: '{"a":2}', at: 2 }));
    expect(await store.read(() => getStreamState(id))).toBe('{"a":2}');
    await store.write(() => deleteStream(id));
    expect(await store.read(() => getStreamState(id))).toBeUndefined();
  },
);

test.each(engines)("there is no state without a stream, on $name", async (engine) => {
  const store = await engine.open();
  const writing = store.write(() => saveStreamState({ streamId: "str_0", body: "{}", at: 1 }));
  await expect(writing).rejects.toMatchObject({ code: "conflict" });
});

import { expect, test } from "vitest";
import { streamEvent, targetEvent, wireStream } from "../test-support/samples.ts";
import { wishesOfSnapshot, wishOf } from "./wish-of.ts";

test.each([
  ["created", "created"],
  ["updated", "updated"],
  ["deleted", "deleted"],
  ["change_pending", "updated"],
  ["change_applied", "updated"],
  ["change_failed", "updated"],
])("target.%s says that it was %s", (word, did) => {
  const wish = wishOf(targetEvent(word, {}, { enabled: false }));
  expect(wish).toMatchObject({ what: "target", did, target: { id: "tgt_1", streamId: "str_1", enabled: false } });
});

test("a stream is made, changed and gone", () => {
  expect(wishOf(streamEvent("created"))).toMatchObject({ what: "stream", did: "created", stream: { id: "str_1" } });
  expect(wishOf(streamEvent("updated"))).toMatchObject({ did: "updated", stream: { name: "Show" } });
  expect(wishOf(streamEvent("deleted"))).toEqual({ what: "stream", did: "deleted", streamId: "str_1" });
});

test("facts, what is of no known type and what cannot be read say nothing of it", () => {
  const others = [targetEvent("idle"), streamEvent("live"), { type: "endpoint.updated" }, { type: "target.updated" }];
  for (const payload of [...others, { type: "stream.updated" }, { type: 5 }, null, undefined, "text"]) {
    expect(wishOf(payload)).toBeUndefined();
  }
});

test("a snapshot says what is asked for of each stream", () => {
  expect(wishesOfSnapshot({ streams: [wireStream()] })).toMatchObject([
    { what: "stream", did: "read", stream: { id: "str_1", targets: [{ id: "tgt_1" }] } },
  ]);
  expect(wishesOfSnapshot({ streams: 5 })).toEqual([]);
});

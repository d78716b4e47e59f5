import { expect, test } from "vitest";
import { aNewTarget, aStoredStream } from "../testing/records.ts";
import { toWanted } from "./to-wanted.ts";

test("the relay is told the hash of the key and the destinations", () => {
  expect(toWanted(aStoredStream())).toEqual({
    id: "s1",
    enabled: true,
    keyHash: expect.stringMatching(/^[0-9a-f]{64}$/u),
    targets: [{ id: "t1", enabled: true, revision: 1, plan: expect.objectContaining({ host: "live.example" }) }],
  });
});

test("what holds no key, or a destination that cannot be dialled, is refused", () => {
  const srt = { ...aNewTarget({ destination: { url: "srt://live.example:9000" } }), id: "t1", createdAt: "" };
  expect(() => toWanted(aStoredStream({ ingest: [] }))).toThrow(/has no ingest key/u);
  expect(() => toWanted(aStoredStream({ targets: [srt] }))).toThrow(expect.objectContaining({ code: "unsupported" }));
});

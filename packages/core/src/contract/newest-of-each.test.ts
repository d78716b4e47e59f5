import { expect, test } from "vitest";
import { newestOfEach } from "./newest-of-each.ts";

test("the newest of each thing is kept, in its order; an end and a warning are things of their own", () => {
  const stream = { kind: "stream", streamId: "s" };
  const told = [
    { ...stream, at: 1 },
    { kind: "target", streamId: "s", targetId: "a", at: 2 },
    { kind: "target", streamId: "s", targetId: "b", at: 3 },
    { ...stream, ended: true, at: 4 },
    { kind: "warning", streamId: "s", targetId: "a", at: 5 },
    { kind: "hint", at: 6 },
    { kind: "target", streamId: "s", targetId: "a", at: 7 },
    { ...stream, at: 8 },
    { ...stream, streamId: "other", at: 9 },
    { kind: "hint", at: 10 },
  ];
  expect(newestOfEach(told).map(({ at }) => at)).toEqual([3, 4, 5, 7, 8, 9, 10]);
  expect(newestOfEach([])).toEqual([]);
});

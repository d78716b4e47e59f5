import { expect, test } from "vitest";
import { manualClock } from "../kernel/clock.ts";
import { createHealthBoard } from "./health.ts";
import type { StreamRecord } from "./records.ts";

const stream = (id: string): StreamRecord => ({
  id,
  name: id,
  userId: "u",
  projectId: "p",
  createdAt: 0,
  playbackId: id,
  createdByTokenName: "t",
  lastSeen: 0,
  isActive: true,
  record: false,
  suspended: false,
  lastTerminatedAt: null,
  multistream: { targets: [] },
  profiles: [],
});

test("no more than 1000 streams, and targets of each, are remembered: the silent ones are forgotten first", () => {
  const board = createHealthBoard(manualClock());
  const entries = (id: string) => Object(board.of(stream(id))).multistream.length;
  const saw = (streamId: string, targetId: string) =>
    board.saw(streamId, "multistream.connected", { id: targetId, name: targetId, profile: "source" });
  for (let index = 0; index < 1000; index += 1) saw(`stream-${index}`, "t");
  saw("stream-0", "u");
  saw("one-more", "t");
  expect([entries("stream-0"), entries("stream-1"), entries("one-more")]).toEqual([2, 0, 1]);
  for (let index = 0; index < 1001; index += 1) saw("one-more", String(index));
  expect(entries("one-more")).toBe(1000);
  board.forget("one-more");
  expect(entries("one-more")).toBe(0);
});

import type { Observation } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { ManualFence } from "../rtmp/testing/manual-fence.ts";
import { FencedReports } from "./fenced-reports.ts";

const seen = (streamId: string, sequence: number): Observation => ({
  kind: "stream",
  streamId,
  sequence,
  occurredAt: "2026-01-01T00:00:00.000Z",
  status: { state: "live", source: "relay" },
});

test("nothing is told while nobody knows whose it is, then in order, without what is somebody else's", () => {
  const fence = new ManualFence();
  const told: number[] = [];
  const reports = new FencedReports(fence, ({ sequence }) => void told.push(sequence));
  reports.tell(seen("a", 1));
  fence.close();
  for (const [index, id] of ["a", "b", "a"].entries()) reports.tell(seen(id, index + 2));
  expect(told).toEqual([1]);
  reports.forget("b");
  fence.open();
  reports.tell(seen("b", 5));
  expect(told).toEqual([1, 2, 4, 5]);
  expect(fence.waiting).toBe(0);
});

test("what is kept is bounded by the things that it is about", () => {
  const fence = new ManualFence();
  const told: number[] = [];
  const reports = new FencedReports(fence, ({ sequence }) => void told.push(sequence));
  fence.close();
  for (let sequence = 1; sequence <= 10_001; sequence++) reports.tell(seen("a", sequence));
  fence.open();
  expect(told).toEqual([10_001]);
});

import { expect, test } from "vitest";
import type { TargetObservation } from "../contract/observation.ts";
import { aStream, aTarget } from "../fixtures.test.support.ts";
import type { TargetState } from "../model/target-status.ts";
import { applyObservation } from "./apply-observation.ts";
import { beginKnown } from "./begin-known.ts";

const readAt = Date.UTC(2026, 2, 1, 12);
const session = { id: "x1", startedAt: "2026-03-01T11:00:00.000Z" };
const live = { state: "live", source: "api", native: "active" } as const;
const stream = aStream({
  status: live,
  session,
  targets: [
    aTarget({ status: { ...live, since: "2026-03-01T12:00:01.000Z" } }),
    aTarget({ id: "t2", status: live }),
    aTarget({ id: "t3", status: { state: "unknown", source: "api" } }),
  ],
});

function told(targetId: string, state: TargetState, ms: number): TargetObservation {
  const at = { sequence: ms * 1_000, occurredAt: new Date(ms).toISOString() };
  return { kind: "target", streamId: "s1", targetId, status: { state, source: "webhook" }, ...at };
}
const take = (observation: TargetObservation, from = beginKnown(stream, readAt)) =>
  applyObservation(from, observation, "2026-03-01T13:00:00.000Z");

test("a stream that was read is shown as it was read", () => {
  expect(beginKnown(stream, readAt).stream).toEqual(stream);
  expect(beginKnown(stream).stream).toEqual(stream);
  const failed = aTarget({ status: { state: "failed", source: "api" } });
  const stopped = aStream({ status: { state: "idle", source: "api" }, targets: [failed] });
  expect(beginKnown(stopped, readAt).stream).toEqual(stopped);
});

test("what was told more than 2 s before it was asked is late", () => {
  expect(take(told("t2", "connecting", readAt - 2_001))).toMatchObject({ events: [], superseded: true });
  expect(take(told("t2", "retrying", readAt - 1_999)).events).toHaveLength(1);
});

test("what is older than the state that was read is late, whenever that was asked", () => {
  expect(take(told("t1", "connecting", readAt + 999))).toMatchObject({ events: [], superseded: true });
  expect(take(told("t1", "retrying", readAt + 1_001)).events).toHaveLength(1);
  expect(take(told("t1", "connecting", readAt + 999), beginKnown(stream)).superseded).toBe(true);
});

test("an unknown that nobody has said is older than everything", () => {
  expect(take(told("t3", "live", 1)).events).toMatchObject([{ type: "target.live" }]);
});

test("a target that was read beside a stream that has just stopped is as it was read", () => {
  const status = { state: "idle", source: "api", since: "2026-03-01T11:59:59.500Z" } as const;
  const failed = aTarget({ status: { state: "failed", source: "api" } });
  expect(beginKnown(aStream({ status, targets: [failed] }), readAt).stream.targets?.[0]?.status.state).toBe("failed");
});

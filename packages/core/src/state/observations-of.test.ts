import { expect, test } from "vitest";
import type { Observation } from "../contract/observation.ts";
import { aStream, aTarget } from "../fixtures.test.support.ts";
import { applyObservation, type Known } from "./apply-observation.ts";
import { observationsOf } from "./observations-of.ts";

const sentAt = Date.UTC(2026, 0, 1, 12);
const at = { sentAt, receivedAt: sentAt + 80 };
const session = { id: "x1", startedAt: "2026-01-01T11:00:00.000Z" };
const live = aStream({
  status: { state: "live", source: "api", native: "active" },
  session,
  targets: [
    aTarget({ status: { state: "live", source: "api", native: "broadcasting" } }),
    aTarget({ id: "t2", status: { state: "retrying", source: "assumed" } }),
    aTarget({ id: "t3", status: { state: "unknown", source: "assumed" } }),
    aTarget({ id: "t4", status: { state: "unknown", source: "api", native: "wobbling" } }),
  ],
});

test("a stream that was read is an observation of it and of each target that says something", () => {
  const observedAt = "2026-01-01T12:00:00.080Z";
  const seen = { streamId: "s1", sequence: sentAt * 1_000, occurredAt: "2026-01-01T12:00:00.000Z" };
  const ofTarget = { ...seen, kind: "target", sessionId: "x1" };
  expect(observationsOf(live, at, "poll")).toEqual([
    { ...seen, kind: "stream", session, status: { state: "live", source: "poll", native: "active", observedAt } },
    { ...ofTarget, targetId: "t1", status: { state: "live", source: "poll", native: "broadcasting", observedAt } },
    { ...ofTarget, targetId: "t2", status: { state: "retrying", source: "assumed", observedAt } },
    { ...ofTarget, targetId: "t4", status: { state: "unknown", source: "poll", native: "wobbling", observedAt } },
  ]);
});

test("without the time of the request the answer's counts; an idle stream names no session", () => {
  const [stream, target] = observationsOf(aStream(), { receivedAt: sentAt }, "poll");
  expect(stream).toMatchObject({ sequence: sentAt * 1_000, occurredAt: "2026-01-01T12:00:00.000Z" });
  expect(stream).not.toHaveProperty("session");
  expect(target).not.toHaveProperty("sessionId");
});

function apply(known: Known, read: Observation[]): Known {
  return read.reduce((known, observation) => applyObservation(known, observation, observation.occurredAt).known, known);
}

test("the reducer takes them, and an older read changes nothing", () => {
  const start: Known = {
    stream: { ...aStream(), targets: live.targets?.map((t) => aTarget({ id: t.id })) ?? [] },
    seen: new Map(),
  };
  const known = apply(start, observationsOf(live, at, "poll"));
  expect(known.stream.status.state).toBe("live");
  expect(known.stream.targets?.map(({ status }) => status.state)).toEqual(["live", "retrying", "idle", "unknown"]);
  const late = apply(known, observationsOf(aStream(), { receivedAt: sentAt - 1 }, "poll"));
  expect(late.stream).toEqual(known.stream);
});

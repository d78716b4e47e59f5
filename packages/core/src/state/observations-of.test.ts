import { expect, test } from "vitest";
import type { Observation } from "../contract/observation.ts";
import { aStream, aTarget } from "../fixtures.test.support.ts";
import { applyObservation } from "./apply-observation.ts";
import { beginKnown } from "./begin-known.ts";
import type { Known } from "./known.ts";
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
  const seen = { streamId: "s1", sequence: (sentAt - 2_000) * 1_000, occurredAt: "2026-01-01T12:00:00.000Z" };
  const ofTarget = { ...seen, kind: "target", sessionId: "x1" };
  expect(observationsOf(live, at, "poll")).toEqual([
    { ...seen, kind: "stream", session, status: { state: "live", source: "poll", native: "active", observedAt } },
    {
      ...ofTarget,
      targetId: "t1",
      rank: 12,
      status: { state: "live", source: "poll", native: "broadcasting", observedAt },
    },
    { ...ofTarget, targetId: "t2", rank: 13, status: { state: "retrying", source: "assumed", observedAt } },
    {
      ...ofTarget,
      targetId: "t4",
      rank: 10,
      status: { state: "unknown", source: "poll", native: "wobbling", observedAt },
    },
  ]);
});

test("without the time of the request the answer's counts; an idle stream names no session", () => {
  const [stream, target] = observationsOf(aStream(), { receivedAt: sentAt }, "poll");
  expect(stream).toMatchObject({
    kind: "stream",
    sequence: (sentAt - 2_000) * 1_000,
    occurredAt: "2026-01-01T12:00:00.000Z",
  });
  expect(stream).not.toHaveProperty("session");
  expect(target).not.toHaveProperty("sessionId");
});

function apply(known: Known, read: Observation[]): Known {
  return read.reduce((known, observation) => applyObservation(known, observation, observation.occurredAt).known, known);
}

test("the reducer takes them, and an older read changes nothing", () => {
  const start = beginKnown(aStream({ targets: live.targets?.map((t) => aTarget({ id: t.id })) ?? [] }));
  const known = apply(start, observationsOf(live, at, "poll"));
  expect(known.stream.status.state).toBe("live");
  expect(known.stream.targets?.map(({ status }) => status.state)).toEqual(["live", "retrying", "idle", "unknown"]);
  const late = apply(known, observationsOf(aStream(), { receivedAt: sentAt - 1 }, "poll"));
  expect(late.stream.targets?.map(({ status }) => status.state)).toEqual(["live", "retrying", "idle", "unknown"]);
  expect(late.stream.status).toEqual(known.stream.status);
});

function toldIdle(ms: number): Observation {
  const occurredAt = new Date(ms).toISOString();
  return {
    kind: "stream",
    streamId: "s1",
    sequence: ms * 1_000,
    occurredAt,
    status: { state: "idle", source: "webhook" },
  };
}

test("it is believed more than what was told when it was asked more than 2 s later", () => {
  for (const [ms, state] of [
    [sentAt - 2_001, "live"],
    [sentAt - 1_999, "idle"],
  ] as const) {
    const known = apply(beginKnown(aStream()), [toldIdle(ms), ...observationsOf(live, at, "poll")]);
    expect(known.stream.status.state).toBe(state);
  }
});

test("an answer that may lag behind its request is believed so much less", () => {
  for (const [ms, state] of [
    [sentAt - 5_001, "live"],
    [sentAt - 4_999, "idle"],
  ] as const) {
    const read = observationsOf(live, { ...at, lagMs: 3_000 }, "poll");
    expect(read[0]).toHaveProperty("occurredAt", new Date(sentAt).toISOString());
    expect(apply(beginKnown(aStream()), [toldIdle(ms), ...read]).stream.status.state).toBe(state);
  }
});

test("an offset that the answer proves moves it to the provider's clock", () => {
  const headers = new Headers({ date: "Thu, 01 Jan 2026 11:59:50 GMT" });
  const [stream] = observationsOf(live, { ...at, headers }, "poll");
  expect(stream).toMatchObject({ sequence: (sentAt - 11_000) * 1_000, occurredAt: "2026-01-01T11:59:51.000Z" });
  expect(stream).toHaveProperty("status.observedAt", "2026-01-01T12:00:00.080Z");
});

test("a target that was read as failed beside a stream that is idle is failed", () => {
  const failed = aStream({ targets: [aTarget({ status: { state: "failed", source: "api" } })] });
  const known = beginKnown(aStream({ status: { state: "live", source: "api" } }));
  expect(apply(known, observationsOf(failed, at, "poll")).stream.targets?.[0]?.status.state).toBe("failed");
});

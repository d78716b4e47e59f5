import { describe, expect, test } from "vitest";
import type { Observation, StreamObservation, TargetObservation } from "../contract/observation.ts";
import { aStream, aTarget } from "../fixtures.test.support.ts";
import type { Stream, StreamState } from "../model/stream.ts";
import type { ReasonCode, TargetState } from "../model/target-status.ts";
import { applyObservation, type Known } from "./apply-observation.ts";

const occurredAt = "2026-03-01T12:00:01.000Z";
const observedAt = "2026-03-01T12:00:02.000Z";
const session = { id: "session-1", startedAt: "2026-03-01T12:00:00.000Z" };

function knownOf(differences: Partial<Stream> = {}): Known {
  return { stream: aStream(differences), seen: new Map() };
}

function targetIs(state: TargetState, sequence: number, reason?: ReasonCode): TargetObservation {
  const status = {
    state,
    source: "relay",
    ...(reason ? { reason: { code: reason, message: "it said so" } } : {}),
  } as const;
  return { kind: "target", streamId: "s1", targetId: "t1", sequence, occurredAt, status };
}

function streamIs(state: StreamState, sequence: number, more: Partial<StreamObservation> = {}): StreamObservation {
  return { kind: "stream", streamId: "s1", sequence, occurredAt, status: { state, source: "relay" }, ...more };
}

describe("a target", () => {
  test("that changes its state yields one event with all of it", () => {
    const before = knownOf({ session, tenantId: "tenant" });
    const { known, event } = applyObservation(before, targetIs("connecting", 7), observedAt);
    expect(event).toEqual({
      type: "target.connecting",
      sequence: 7,
      provider: "fake",
      streamId: "s1",
      sessionId: "session-1",
      tenantId: "tenant",
      occurredAt,
      observedAt,
      source: "relay",
      data: {
        target: aTarget({ status: { state: "connecting", source: "relay" } }),
        previous: { status: { state: "idle", source: "relay" } },
      },
    });
    expect(known.stream.targets).toEqual([aTarget({ status: { state: "connecting", source: "relay" } })]);
    expect(before.stream.targets).toEqual([aTarget()]);
  });

  test("that only brings new numbers yields none, but is remembered", () => {
    const live = applyObservation(knownOf(), targetIs("live", 1), observedAt).known;
    const observation = targetIs("live", 2);
    observation.status = { ...observation.status, bytesSent: 5 };
    const { known, event } = applyObservation(live, observation, observedAt);
    expect(event).toBeUndefined();
    expect(known.stream.targets?.[0]?.status.bytesSent).toBe(5);
  });

  test("that gives another reason for the same state yields an event", () => {
    const refused = applyObservation(knownOf(), targetIs("retrying", 1, "refused"), observedAt).known;
    expect(applyObservation(refused, targetIs("retrying", 2, "refused"), observedAt).event).toBeUndefined();
    expect(applyObservation(refused, targetIs("retrying", 2, "stalled"), observedAt).event).toMatchObject({
      type: "target.retrying",
      data: {
        target: { status: { reason: { code: "stalled" } } },
        previous: { status: { reason: { code: "refused" } } },
      },
    });
  });

  test("that nobody knows changes no target and yields no event", () => {
    const before = knownOf();
    const { known, event } = applyObservation(before, { ...targetIs("live", 1), targetId: "t9" }, observedAt);
    expect(event).toBeUndefined();
    expect(known.stream).toEqual(before.stream);
  });

  test("of another session is told with that session", () => {
    const observation = { ...targetIs("live", 1), sessionId: "session-2" };
    expect(applyObservation(knownOf({ session }), observation, observedAt).event?.sessionId).toBe("session-2");
  });
});

describe("what is late", () => {
  test("changes nothing, be it repeated or passed", () => {
    const live = applyObservation(knownOf(), targetIs("live", 5), observedAt).known;
    for (const late of [targetIs("live", 5), targetIs("failed", 5), targetIs("failed", 4)]) {
      const { known, event } = applyObservation(live, late, observedAt);
      expect(known).toBe(live);
      expect(event).toBeUndefined();
    }
  });

  test("is counted for each thing apart", () => {
    const second = aTarget({ id: "t2" });
    const known = applyObservation(knownOf({ targets: [aTarget(), second] }), targetIs("live", 5), observedAt).known;
    expect(applyObservation(known, { ...targetIs("live", 3), targetId: "t2" }, observedAt).event?.type).toBe(
      "target.live",
    );
    expect(applyObservation(known, streamIs("live", 4), observedAt).event?.type).toBe("stream.live");
  });

  test("is an observation that is older than the state that was read", () => {
    const since = "2026-03-01T12:00:01.500Z";
    const before = knownOf({
      status: { state: "live", source: "api", since },
      targets: [aTarget({ status: { state: "live", source: "api", since } })],
    });
    expect(applyObservation(before, targetIs("connecting", 1), observedAt)).toEqual({ known: before });
    expect(applyObservation(before, streamIs("idle", 1), observedAt)).toEqual({ known: before });
    expect(applyObservation(before, { ...targetIs("retrying", 2), occurredAt: since }, observedAt).event?.type).toBe(
      "target.retrying",
    );
  });
});

describe("a stream", () => {
  test("that changes its state yields an event without its targets", () => {
    const { known, event } = applyObservation(knownOf(), streamIs("live", 1, { session }), observedAt);
    const { targets, ...alone } = known.stream;
    expect(event).toMatchObject({
      type: "stream.live",
      sessionId: "session-1",
      data: { previous: { status: { state: "idle" } } },
    });
    expect(event?.data).toHaveProperty("stream", alone);
    expect(targets).toHaveLength(1);
  });

  test("keeps its session while the encoder is away, and loses it with the end", () => {
    let known = applyObservation(knownOf(), streamIs("live", 1, { session }), observedAt).known;
    known = applyObservation(known, streamIs("reconnecting", 2), observedAt).known;
    expect(known.stream.session).toEqual(session);
    known = applyObservation(known, streamIs("live", 3), observedAt).known;
    expect(known.stream.session).toEqual(session);

    const ended = applyObservation(known, streamIs("live", 4, { session, ended: true }), observedAt);
    expect(ended.event).toMatchObject({ type: "stream.ended", sessionId: "session-1" });
    expect(ended.known.stream.session).toBeUndefined();
  });

  test.each(["idle", "disabled"] as const)("has no session while it is %s", (state) => {
    const live = applyObservation(knownOf(), streamIs("live", 1, { session }), observedAt).known;
    const { known, event } = applyObservation(live, streamIs(state, 2), observedAt);
    expect(known.stream.session).toBeUndefined();
    expect(event).toMatchObject({ type: `stream.${state}`, sessionId: "session-1" });
  });

  test("whose state is not known is a warning, for there is no such fact", () => {
    expect(applyObservation(knownOf(), streamIs("unknown", 1), observedAt).event?.type).toBe("stream.warning");
  });
});

describe("a warning", () => {
  const notice = { code: "keyframe_interval_too_long", message: "6 s between keyframes." };
  const about = (targetId?: string): Observation => ({
    kind: "warning",
    streamId: "s1",
    ...(targetId === undefined ? {} : { targetId }),
    sequence: 3,
    occurredAt,
    notice,
  });

  test("is told of its target or of the stream, and changes no state", () => {
    const before = knownOf({ session });
    const target = applyObservation(before, about("t1"), observedAt);
    expect(target.event).toMatchObject({
      type: "target.warning",
      sessionId: "session-1",
      data: { target: { id: "t1" }, notice },
    });
    expect(target.known.stream).toBe(before.stream);
    const stream = applyObservation(before, about(), observedAt);
    expect(stream.event).toMatchObject({ type: "stream.warning", data: { stream: { id: "s1" }, notice } });
    expect(stream.event?.data).not.toHaveProperty("stream.targets");
  });

  test("is told once, and not of a target that nobody knows", () => {
    const { known } = applyObservation(knownOf(), about("t1"), observedAt);
    expect(applyObservation(known, about("t1"), observedAt)).toEqual({ known });
    expect(applyObservation(knownOf(), about("t9"), observedAt).event).toBeUndefined();
  });
});

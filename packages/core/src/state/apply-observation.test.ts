import { describe, expect, test } from "vitest";
import type { Observation, StreamObservation, TargetObservation } from "../contract/observation.ts";
import { aStream, aTarget } from "../fixtures.test.support.ts";
import type { Stream, StreamState } from "../model/stream.ts";
import type { ReasonCode, TargetState } from "../model/target-status.ts";
import { applyObservation } from "./apply-observation.ts";
import { beginKnown } from "./begin-known.ts";
import type { Known, Tick } from "./known.ts";

const occurredAt = "2026-03-01T12:00:01.000Z";
const observedAt = "2026-03-01T12:00:02.000Z";
const session = { id: "session-1", startedAt: "2026-03-01T12:00:00.000Z" };
const live = { state: "live", source: "relay" } as const;

function knownOf(differences: Partial<Stream> = {}): Known {
  return beginKnown(aStream(differences));
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

/** What is known after all of them, and the types of all events. */
function apply(known: Known, ...observations: Observation[]): { known: Known; types: string[] } {
  const types: string[] = [];
  for (const observation of observations) {
    const applied = applyObservation(known, observation, observedAt);
    known = applied.known;
    types.push(...applied.events.map(({ type }) => type));
  }
  return { known, types };
}

describe("a target", () => {
  test("that changes its state yields one event with all of it", () => {
    const before = knownOf({ status: live, session, tenantId: "tenant" });
    const { known, events, superseded } = applyObservation(before, targetIs("connecting", 7), observedAt);
    expect(events).toEqual([
      {
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
          target: aTarget({ status: { state: "connecting", source: "relay", since: occurredAt } }),
          previous: { status: { state: "idle", source: "relay" } },
        },
      },
    ]);
    expect(superseded).toBe(false);
    expect(known.stream.targets).toEqual([
      aTarget({ status: { state: "connecting", source: "relay", since: occurredAt } }),
    ]);
    expect(before.stream.targets).toEqual([aTarget()]);
  });

  test("that only brings new numbers yields none, but is remembered", () => {
    const second = targetIs("live", 2);
    second.status = { ...second.status, bytesSent: 5 };
    const { known, types } = apply(knownOf(), targetIs("live", 1), second);
    expect(types).toEqual(["target.live"]);
    expect(known.stream.targets?.[0]?.status.bytesSent).toBe(5);
  });

  test("that gives another reason for the same state yields an event", () => {
    const { known, types } = apply(knownOf(), targetIs("retrying", 1, "refused"), targetIs("retrying", 2, "refused"));
    expect(types).toEqual(["target.retrying"]);
    expect(applyObservation(known, targetIs("retrying", 3, "stalled"), observedAt).events).toMatchObject([
      {
        type: "target.retrying",
        data: {
          target: { status: { reason: { code: "stalled" } } },
          previous: { status: { reason: { code: "refused" } } },
        },
      },
    ]);
  });

  test("that nobody knows changes nothing", () => {
    const known = knownOf();
    const nobody = { ...targetIs("live", 1), targetId: "t9" };
    expect(applyObservation(known, nobody, observedAt)).toEqual({ known, events: [], superseded: false });
  });

  test("of another session is told with that session", () => {
    const observation = { ...targetIs("live", 1), sessionId: "session-2" };
    const { events } = applyObservation(knownOf({ status: live, session }), observation, observedAt);
    expect(events[0]?.sessionId).toBe("session-2");
  });
});

describe("what is late", () => {
  test("changes nothing; it is superseded when it says something else", () => {
    const { known } = apply(knownOf(), targetIs("live", 5));
    const apart = applyObservation(known, targetIs("retrying", 4), observedAt);
    expect(apart).toMatchObject({ events: [], superseded: true, known: { stream: known.stream } });
    const same = applyObservation(known, targetIs("live", 4), observedAt);
    expect(same).toMatchObject({ events: [], superseded: false, known: { stream: known.stream } });
    const repeated = applyObservation(apart.known, targetIs("retrying", 4), observedAt);
    expect(repeated).toEqual({ known: apart.known, events: [], superseded: false });
  });

  test("of one moment is what comes first in the natural course of things", () => {
    for (const order of [
      ["connecting", "live"],
      ["live", "connecting"],
    ] as const) {
      const { known } = apply(knownOf(), ...order.map((state) => targetIs(state, 5)));
      expect(known.stream.targets?.[0]?.status.state).toBe("live");
    }
    const { known } = apply(knownOf(), { ...targetIs("idle", 5), rank: 0 }, targetIs("connecting", 5));
    expect(known.stream.targets?.[0]?.status.state).toBe("connecting");
  });

  test("is what nobody can tell never: that says nothing against what is known", () => {
    const known = knownOf({ status: live });
    const before = apply(known, targetIs("live", 50)).known;
    const untold = { ...targetIs("unknown", 60), status: { state: "unknown", source: "assumed" } as const };
    const { known: after, events, superseded } = applyObservation(before, untold, observedAt);
    expect(after.stream.targets?.[0]?.status.state).toBe("live");
    expect([events, superseded]).toEqual([[], false]);
    expect(applyObservation(after, targetIs("retrying", 55), observedAt)).toMatchObject({
      events: [{ type: "target.retrying", sequence: 60 }],
    });
  });

  test("of one moment and one rank is what has the lesser id, whichever comes first", () => {
    const known = knownOf({ status: live });
    const a: TargetObservation = { ...targetIs("live", 50), rank: 0, id: "a" };
    const b: TargetObservation = { ...targetIs("failed", 50), rank: 0, id: "b" };
    for (const order of [
      [a, b],
      [b, a],
    ]) {
      expect(apply(known, ...order).known.stream.targets?.[0]?.status.state).toBe("failed");
    }
  });

  test("is counted for each thing apart", () => {
    const { known } = apply(knownOf({ targets: [aTarget(), aTarget({ id: "t2" })] }), targetIs("live", 5));
    const { types } = apply(known, { ...targetIs("live", 3), targetId: "t2" }, streamIs("live", 4));
    expect(types).toEqual(["target.live", "stream.live"]);
  });
});

describe("a stream", () => {
  test("that changes its state yields an event without its targets", () => {
    const { known, events } = applyObservation(knownOf(), streamIs("live", 1, { session }), observedAt);
    const { targets, ...alone } = known.stream;
    expect(events).toMatchObject([
      { type: "stream.live", sessionId: "session-1", data: { previous: { status: { state: "idle" } } } },
    ]);
    expect(events[0]?.data).toHaveProperty("stream", alone);
    expect(targets).toHaveLength(1);
  });

  test("keeps its session while the encoder is away", () => {
    const { known } = apply(knownOf(), streamIs("live", 1, { session }), streamIs("reconnecting", 2));
    expect(known.stream.session).toEqual(session);
    expect(apply(known, streamIs("live", 3)).known.stream.session).toEqual(session);
  });

  test.each([
    ["live", "idle", "stream.ended"],
    ["reconnecting", "idle", "stream.ended"],
    ["live", "disabled", "stream.disabled"],
    ["disabled", "idle", "stream.idle"],
    ["unknown", "idle", "stream.idle"],
    ["idle", "live", "stream.live"],
    ["live", "unknown", "stream.warning"],
  ] as const)("from %s to %s is told as it is, without anybody naming a session: %s", (from, to, type) => {
    const known = knownOf({ status: { state: from, source: "poll" }, targets: [] });
    expect(apply(known, streamIs(to, 1)).types).toEqual([type]);
  });

  test.each(["idle", "disabled"] as const)("has no session while it is %s", (state) => {
    const { known } = apply(knownOf(), streamIs("live", 1, { session }));
    const { known: after, events } = applyObservation(known, streamIs(state, 2), observedAt);
    expect(after.stream.session).toBeUndefined();
    expect(events[0]).toMatchObject({ sessionId: "session-1" });
  });

  test("whose session is said to be over is told to be idle on its own, and not ended twice", () => {
    const { known } = apply(knownOf(), streamIs("live", 1, { session }));
    const ended = applyObservation(known, streamIs("live", 2, { session, ended: true }), observedAt);
    expect(ended.events).toMatchObject([{ type: "stream.ended", sessionId: "session-1" }]);
    expect(ended.known.stream.session).toBeUndefined();
    expect(apply(ended.known, streamIs("idle", 3)).types).toEqual(["stream.idle"]);
  });

  test("whose end is told late is told with the time of its end", () => {
    const { known } = apply(knownOf(), streamIs("live", 1, { session }), streamIs("live", 9));
    const at = "2026-03-01T11:59:00.000Z";
    const late = streamIs("live", 5, { session, ended: true, occurredAt: at });
    expect(applyObservation(known, late, observedAt).events).toMatchObject([{ type: "stream.ended", occurredAt: at }]);
  });

  test("that is in another session without a word about the end is live in that one", () => {
    const { known } = apply(knownOf(), streamIs("live", 1, { session }));
    const next = { ...session, id: "session-2" };
    expect(applyObservation(known, streamIs("live", 2, { session: next }), observedAt).events).toMatchObject([
      { type: "stream.live", sessionId: "session-2" },
    ]);
  });

  test("that stops takes its targets along, each with an event that says by what", () => {
    const targets = [aTarget(), aTarget({ id: "t2" }), aTarget({ id: "t3" })];
    const { known } = apply(knownOf({ targets }), streamIs("live", 1, { session }), targetIs("live", 2), {
      ...targetIs("failed", 3),
      targetId: "t2",
    });
    const { events } = applyObservation(known, streamIs("idle", 4), observedAt);
    expect(events.map(({ type, data }) => ["target" in data ? data.target.id : "stream", type])).toEqual([
      ["stream", "stream.ended"],
      ["t1", "target.idle"],
      ["t2", "target.idle"],
    ]);
    expect(events[1]).toMatchObject({ sequence: 4, occurredAt, source: "relay", sessionId: "session-1" });
  });

  test("that has stopped in the past is told of the targets that nobody has heard of since", () => {
    const { known } = apply(knownOf(), streamIs("live", 1), targetIs("live", 2), streamIs("live", 6));
    const late = applyObservation(known, streamIs("idle", 4), observedAt);
    expect(late.events).toMatchObject([{ type: "target.idle", sequence: 4 }]);
    expect(late.superseded).toBe(true);
    expect(late.known.stream.status.state).toBe("live");
  });
});

function tick(sequence: number): Tick {
  return { kind: "tick", streamId: "s1", sequence };
}

describe("what claims to be from the future", () => {
  const now = Date.parse(observedAt);
  const ahead = (ms: number): number => (now + ms) * 1_000;
  const { known } = apply(knownOf(), streamIs("live", 1, { session }), targetIs("live", 2));

  test("is not taken in when it is more than 10 minutes ahead, and freezes nothing", () => {
    const hint = { kind: "warning", streamId: "s1", occurredAt, notice: { code: "a", message: "b" } } as const;
    const years = 50 * 365 * 86_400_000;
    for (const ms of [600_001, years]) {
      for (const wild of [
        targetIs("failed", ahead(ms)),
        streamIs("idle", ahead(ms)),
        { ...hint, sequence: ahead(ms) },
      ]) {
        expect(applyObservation(known, wild, observedAt)).toEqual({ known, events: [], superseded: false });
      }
    }
    expect(apply(known, targetIs("failed", ahead(years)), targetIs("retrying", 3)).types).toEqual(["target.retrying"]);
  });

  test("is taken in when a clock may be that wrong", () => {
    expect(apply(known, targetIs("retrying", ahead(600_000))).types).toEqual(["target.retrying"]);
  });
});

function momentAfter(ms: number): { sequence: number; occurredAt: string } {
  const at = Date.parse(occurredAt) + ms;
  return { sequence: at * 1_000, occurredAt: new Date(at).toISOString() };
}

describe("since when", () => {
  test("a stream that was made idle is live with the first word of it, not with its making", () => {
    const made = beginKnown(
      aStream({ status: { state: "idle", source: "api" }, targets: [] }),
      Date.parse("2026-03-01T11:59:57.963Z"),
    );
    const first = streamIs("live", 0, momentAfter(53));
    const { known, events } = applyObservation(made, first, observedAt);
    expect(known.stream.status.since).toBe("2026-03-01T12:00:01.053Z");
    expect(events).toMatchObject([{ type: "stream.live", data: { stream: { status: { since: first.occurredAt } } } }]);
  });

  test("a stream that only polls see is live since the poll that first showed it", () => {
    const made = beginKnown(
      aStream({ status: { state: "idle", source: "poll" }, targets: [] }),
      Date.parse(occurredAt) - 9e4,
    );
    const polls = [0, 200, 400, 600].map((ms) => streamIs("live", 0, momentAfter(ms)));
    expect(apply(made, ...polls).known.stream.status.since).toBe(occurredAt);
  });

  test("a target that is said to be live again and again stays live since the first time", () => {
    const words = Array.from({ length: 13 }, (_, index) => {
      const at = momentAfter(index * 100);
      const word = { ...targetIs("live", 0), ...at, id: `event-${index}` };
      return { ...word, status: { ...word.status, since: at.occurredAt } };
    });
    let { known } = apply(knownOf({ status: live }));
    for (const word of words) {
      known = applyObservation(known, word, observedAt).known;
      expect(known.stream.targets?.[0]?.status.since).toBe(occurredAt);
    }
  });
});

describe("time", () => {
  const assumed = { state: "connecting", source: "assumed" } as const;
  const lapses = { at: "2026-03-01T12:03:01.000Z", status: { state: "unknown", source: "assumed" } } as const;
  const due = Date.parse(lapses.at) * 1_000;
  const { known } = apply(knownOf(), { ...targetIs("connecting", 1), status: assumed, lapses });

  test("lets lapse what was only assumed, when it is due and not before", () => {
    const early = applyObservation(known, tick(due - 1), observedAt);
    expect(early).toMatchObject({ events: [], superseded: false });
    expect(applyObservation(early.known, tick(due), observedAt).events).toMatchObject([
      { type: "target.unknown", sequence: due, occurredAt: lapses.at, source: "assumed" },
    ]);
  });

  test("does not touch what was heard of in the meantime, nor goes back", () => {
    const heard = apply(known, targetIs("live", 9)).known;
    const late = applyObservation(heard, tick(due), observedAt);
    expect(late.events).toEqual([]);
    expect(applyObservation(late.known, tick(5), observedAt).known).toBe(late.known);
  });

  test("that had let it lapse gives way to what comes late", () => {
    const lapsed = applyObservation(known, tick(due), observedAt).known;
    expect(apply(lapsed, targetIs("live", 9)).types).toEqual(["target.live"]);
  });
});

describe("a warning", () => {
  const notice = { code: "keyframe_interval_too_long", message: "6 s between keyframes." };
  const about = (targetId?: string, sequence = 3): Observation => ({
    kind: "warning",
    streamId: "s1",
    ...(targetId === undefined ? {} : { targetId }),
    sequence,
    occurredAt,
    notice,
  });

  test("is told of its target or of the stream, without a number, and changes no state", () => {
    const before = knownOf({ status: live, session });
    const target = applyObservation(before, about("t1"), observedAt);
    expect(target.events).toMatchObject([
      { type: "target.warning", sessionId: "session-1", data: { target: { id: "t1" }, notice } },
    ]);
    expect(target.events[0]).not.toHaveProperty("sequence");
    expect(target.known.stream).toBe(before.stream);
    const [event] = applyObservation(before, about(), observedAt).events;
    expect(event).toMatchObject({ type: "stream.warning", data: { stream: { id: "s1" }, notice } });
    expect(event?.data).not.toHaveProperty("stream.targets");
  });

  test("is told once, and not of a target that nobody knows", () => {
    const { known } = applyObservation(knownOf(), about("t1"), observedAt);
    expect(applyObservation(known, about("t1"), observedAt)).toEqual({ known, events: [], superseded: false });
    expect(applyObservation(known, about("t1", 2), observedAt)).toEqual({ known, events: [], superseded: true });
    expect(applyObservation(knownOf(), about("t9"), observedAt).events).toEqual([]);
  });
});

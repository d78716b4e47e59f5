import { isStreamTransition, type Session } from "@polycast/core/provider";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createManualClock } from "../testing/manual-clock.ts";
import { type SessionStep, StreamSession } from "./stream-session.ts";

function setUp(options: { enabled?: boolean; reconnectWindowMs?: number; resumed?: Session } = {}) {
  const clock = createManualClock();
  const steps: SessionStep[] = [];
  const givenUp: number[] = [];
  const session = new StreamSession({
    clock,
    enabled: options.enabled ?? true,
    reconnectWindowMs: options.reconnectWindowMs ?? 60_000,
    ...(options.resumed ? { resumed: options.resumed } : {}),
    onStep: (step) => steps.push(step),
    onGivenUp: () => givenUp.push(steps.length),
  });
  return {
    clock,
    session,
    steps,
    givenUp,
    told: () => steps.map(({ state, ended }) => (ended ? `ended ${state}` : state)),
  };
}

test("media makes it live, a goodbye ends the session", () => {
  const { session, told, steps } = setUp();
  session.media();
  session.media();
  session.over();
  expect(told()).toEqual(["live", "ended idle"]);
  expect(steps[1]?.session, "the end names what is over").toEqual(steps[0]?.session);
  expect(session.session).toBeUndefined();
  expect(session.step).toEqual({ state: "idle", since: steps[1]?.since, ended: false });
});

test("an encoder that returns within the window goes on in the same session", () => {
  const { clock, session, told, steps } = setUp();
  session.media();
  session.lost();
  clock.advance(59_999);
  session.media();
  clock.advance(60_000);
  expect(told()).toEqual(["live", "reconnecting", "live"]);
  expect(steps[2]?.session).toEqual(steps[0]?.session);
});

test("after the window the session is over, and the next one is another", () => {
  const { clock, session, told, steps, givenUp } = setUp();
  session.media();
  session.lost();
  clock.advance(60_000);
  session.media();
  expect(told()).toEqual(["live", "reconnecting", "ended idle", "live"]);
  expect(steps[3]?.session?.id).not.toBe(steps[0]?.session?.id);
  expect(givenUp, "once, after the step").toEqual([3]);
});

test("without a window a lost encoder ends the session at once", () => {
  const { session, told, givenUp } = setUp({ reconnectWindowMs: 0 });
  session.media();
  session.lost();
  expect(told()).toEqual(["live", "ended idle"]);
  expect(givenUp).toEqual([2]);
});

describe("a session that was under way elsewhere", () => {
  const resumed = { id: "session-1", startedAt: "2025-12-31T23:00:00.000Z" };

  test("goes on when its encoder returns in time", () => {
    const { clock, session, told, steps } = setUp({ resumed });
    expect(session.step).toMatchObject({ state: "reconnecting", session: resumed });
    clock.advance(59_999);
    session.media();
    clock.advance(60_000);
    expect(told()).toEqual(["live"]);
    expect(steps[0]?.session).toEqual(resumed);
  });

  test("is over when its encoder does not", () => {
    const { clock, told, givenUp } = setUp({ resumed });
    clock.advance(60_000);
    expect(told()).toEqual(["ended idle"]);
    expect(givenUp).toEqual([1]);
  });

  test("is not taken up by a disabled stream", () => {
    const { clock, session, told } = setUp({ resumed, enabled: false });
    expect(session.step).toMatchObject({ state: "disabled" });
    clock.advance(60_000);
    expect(told()).toEqual([]);
  });
});

test("a disabled stream takes no media", () => {
  const { session, told } = setUp();
  session.media();
  session.disable();
  session.media();
  session.enable();
  expect(told()).toEqual(["live", "ended disabled", "idle"]);
});

test("whatever happens, every step is a legal transition and every session ends once", () => {
  const act = fc.constantFrom("media", "lost", "over", "enable", "disable", "wait");
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), fc.boolean(), (acts, enabled) => {
      const { clock, session, steps } = setUp({ enabled });
      for (const name of acts) {
        if (name === "wait") clock.advance(30_000);
        else session[name]();
      }
      const states = steps.map((step) => step.state);
      const before = [enabled ? ("idle" as const) : ("disabled" as const), ...states];
      expect(states.every((state, index) => isStreamTransition(before[index] ?? "unknown", state))).toBe(true);
      const begun = new Set(steps.filter(({ state }) => state === "live").map(({ session: live }) => live?.id));
      const ended = steps.filter((step) => step.ended).map(({ session: over }) => over?.id);
      expect(new Set(ended).size).toBe(ended.length);
      expect(ended).toEqual([...begun].slice(0, ended.length));
      expect(begun.size - ended.length).toBe(session.session ? 1 : 0);
      for (const { state, ended: isEnd, session: named } of steps) {
        const isOff = state === "idle" || state === "disabled";
        expect(named !== undefined).toBe(isEnd || !isOff);
        expect(isEnd && !isOff).toBe(false);
      }
    }),
  );
});

import { describe, expect, test } from "vitest";
import type { Observation } from "../contract/observation.ts";
import type { Pending } from "../model/pending.ts";
import type { StreamState } from "../model/stream.ts";
import type { TargetState, TargetStatus } from "../model/target-status.ts";
import { timeOf } from "./histories.test.support.ts";
import { showTarget } from "./show-target.ts";
import { noRegisters, takeIn } from "./take-in.ts";

function show(said: Observation[], enabled = true): TargetStatus {
  return showTarget(said.reduce(takeIn, noRegisters), { id: "t1", enabled }).status;
}
/** Switched off, with this open, when its stream has stopped. */
function stoppedWith(pending: Pending): TargetState {
  const registers = [target("live", 1), stream("idle", 2)].reduce(takeIn, noRegisters);
  return showTarget(registers, { id: "t1", enabled: false, pending }).status.state;
}
function untold(second: number): Observation {
  return target("unknown", second, { source: "assumed" });
}
function numberOf(...said: Observation[]): number {
  return showTarget(said.reduce(takeIn, noRegisters), { id: "t1", enabled: true }).sequence;
}
function target(state: TargetState, second: number, status: Partial<TargetStatus> = {}): Observation {
  const told = { state, source: "webhook", ...status } as const;
  return { kind: "target", streamId: "s1", targetId: "t1", ...timeOf(second), status: told };
}
function stream(state: StreamState, second: number): Observation {
  const { occurredAt } = timeOf(second);
  const status = { state, source: "poll", observedAt: occurredAt } as const;
  return { kind: "stream", streamId: "s1", ...timeOf(second), status };
}
const at = (second: number): string => timeOf(second).occurredAt;

test("of which nothing was seen is unknown, and idle once its stream has stopped or paused", () => {
  expect(show([])).toEqual({ state: "unknown", source: "assumed" });
  for (const state of ["idle", "disabled", "reconnecting"] as const) {
    expect(show([stream(state, 1)])).toMatchObject({ state: "idle", source: "poll" });
  }
  expect(show([stream("idle", 1)], false).state).toBe("disabled");
  expect(show([stream("live", 1)]).state).toBe("unknown");
});

test.each([
  ["unknown", "idle", "idle"],
  ["connecting", "idle", "idle"],
  ["live", "idle", "idle"],
  ["retrying", "idle", "idle"],
  ["failed", "failed", "idle"],
  ["idle", "idle", "idle"],
  ["disabled", "disabled", "disabled"],
] as const)("%s: %s while the stream reconnects, %s when it has stopped", (state, paused, stopped) => {
  expect(show([target(state, 1), stream("reconnecting", 2)]).state).toBe(paused);
  expect(show([target(state, 1), stream("idle", 2)]).state).toBe(stopped);
  expect(show([target(state, 1), stream("reconnecting", 2), stream("idle", 3)]).state).toBe(stopped);
  expect(show([target(state, 3), stream("reconnecting", 1), stream("idle", 2)]).state).toBe(state);
});

test("at the same moment the stream has the last word, unless both were read together", () => {
  expect(show([target("failed", 1), stream("idle", 1)]).state).toBe("idle");
  expect(show([{ ...target("failed", 1), rank: 8 }, stream("idle", 1)]).state).toBe("idle");
  expect(show([{ ...target("failed", 1), rank: 14 }, stream("idle", 1)]).state).toBe("failed");
  expect(show([target("idle", 1), stream("reconnecting", 1), target("failed", 1)]).state).toBe("idle");
  expect(show([target("retrying", 1), stream("reconnecting", 1)]).state).toBe("idle");
});

test("a target that is switched off is disabled when its stream stops, not while it pauses", () => {
  expect(show([target("live", 1), stream("idle", 2)], false).state).toBe("disabled");
  expect(show([target("live", 1), stream("reconnecting", 2)], false).state).toBe("idle");
  expect(show([target("live", 3), stream("idle", 2)], false).state).toBe("live");
});

test("a target whose switching off was not taken is idle when its stream stops", () => {
  const since = at(1);
  const error = { code: "forbidden", message: "No.", retryable: false } as const;
  expect(stoppedWith({ changes: ["disable"], applies: "now", since, error })).toBe("idle");
  expect(stoppedWith({ changes: ["disable"], applies: "stream_idle", since })).toBe("idle");
  expect(stoppedWith({ changes: ["disable"], applies: "next_session", since, error })).toBe("idle");
  expect(stoppedWith({ changes: ["disable"], applies: "next_session", since })).toBe("disabled");
  expect(stoppedWith({ changes: ["update"], applies: "now", since, error })).toBe("disabled");
});

test("what is only assumed to be connecting is disabled where it is not wanted", () => {
  const assumed = target("connecting", 1, { source: "assumed" });
  expect(show([assumed])).toMatchObject({ state: "connecting" });
  expect(show([assumed], false)).toEqual({ state: "disabled", source: "assumed" });
  expect(show([assumed, stream("reconnecting", 2)], false).state).toBe("disabled");
  expect(show([target("connecting", 1)], false).state).toBe("connecting");
});

test("what follows from the stream says by whom and when, and nothing of the connection that was", () => {
  const pushing = target("live", 1, { bitrateBps: 5, native: "broadcasting", since: at(0) });
  expect(show([pushing, stream("idle", 3)])).toEqual({
    state: "idle",
    source: "poll",
    observedAt: at(3),
    since: at(3),
  });
});

test("since when: as the provider says, with this or an earlier word about the same stretch", () => {
  expect(show([target("live", 5, { since: at(4) })]).since).toBe(at(4));
  expect(show([target("live", 5, { since: at(4) }), target("live", 9)]).since).toBe(at(4));
  expect(show([target("live", 5, { since: at(4) }), target("retrying", 7), target("live", 9)]).since).toBe(at(9));
});

test("since when: the first that showed it after it was seen otherwise, however often it is confirmed", () => {
  const polls = [5, 10, 15, 20].map((second) => target("live", second));
  expect(show(polls)).not.toHaveProperty("since");
  expect(show([target("idle", 1), target("idle", 3), ...polls]).since).toBe(at(5));
  expect(show([target("live", 1), stream("reconnecting", 3), ...polls]).since).toBe(at(5));
  expect(show([target("failed", 1, { since: at(1) }), stream("reconnecting", 3), target("failed", 4)]).since).toBe(
    at(1),
  );
  expect(
    show([target("live", 1), target("idle", 4), stream("idle", 4), target("idle", 8), stream("idle", 8)]).since,
  ).toBe(at(4));
});

describe("that nobody can tell", () => {
  test.each(["connecting", "live", "retrying", "failed"] as const)("leaves it %s", (state) => {
    expect(show([target(state, 1), untold(3)]).state).toBe(state);
    expect(show([stream("idle", 1), target(state, 2), untold(3), untold(4)]).state).toBe(state);
    expect(show([target(state, 1, { source: "assumed" }), untold(3)]).state).toBe(state);
  });

  test.each(["idle", "disabled", "unknown"] as const)("denies that it is %s", (state) => {
    expect(show([target(state, 1), untold(3)])).toMatchObject({ state: "unknown", source: "assumed" });
    expect(show([target("live", 1), target(state, 2), untold(3)]).state).toBe("unknown");
  });

  test.each(["idle", "disabled", "reconnecting"] as const)(
    "holds for what was seen before its stream was %s: nothing is left as it was then",
    (state) => {
      const before = [target("live", 1), stream(state, 2), stream("live", 3)];
      expect(show(before).state).toBe("idle");
      expect(show([...before, untold(3)]).state).toBe("unknown");
      expect(show([...before, untold(3), target("live", 4)]).state).toBe("live");
    },
  );

  test("gives way to the stream that stops after it, and has a number", () => {
    expect(show([target("live", 1), untold(2), stream("idle", 3)])).toMatchObject({ state: "idle", since: at(3) });
    expect(show([untold(2), stream("idle", 3)]).state).toBe("idle");
    expect(numberOf(target("live", 1), untold(2))).toBe(timeOf(2).sequence);
  });

  test("hides no word that a provider has for it", () => {
    const word = target("unknown", 2, { native: "wobbling" });
    expect(show([target("live", 1), word, untold(3)])).toMatchObject({ state: "unknown", source: "assumed" });
  });
});

test("its number is that of the last thing that reaches it", () => {
  expect(numberOf(target("disabled", 1))).toBe(timeOf(1).sequence);
  expect(numberOf(target("disabled", 1), stream("reconnecting", 2))).toBe(timeOf(2).sequence);
  expect(numberOf(target("disabled", 1), stream("idle", 3), stream("reconnecting", 2))).toBe(timeOf(3).sequence);
});

test("since when: a pause that was over when the stream stopped breaks nothing after that", () => {
  const live = [target("live", 4), target("live", 5)];
  expect(show([target("live", 1), stream("reconnecting", 2), stream("idle", 3), ...live]).since).toBe(at(4));
  expect(show([target("live", 1), stream("idle", 2), stream("reconnecting", 3), ...live]).since).toBe(at(4));
});

test("since when: that nobody could tell for a while does not mean that it was otherwise", () => {
  const word = target("unknown", 4, { native: "wobbling" });
  expect(show([target("live", 3, { since: at(2) }), word, target("live", 5)]).since).toBe(at(2));
});

test("since when: the first after the last of what broke it, be it the target's own or the stream's", () => {
  const polls = [target("live", 6), target("live", 7)];
  expect(show([target("live", 1), target("retrying", 2), stream("reconnecting", 3), ...polls]).since).toBe(at(6));
  expect(show([target("live", 1), stream("reconnecting", 2), target("retrying", 3), ...polls]).since).toBe(at(6));
});

test("since when: the first word about it, however many follow that each name their own time", () => {
  const words = Array.from({ length: 13 }, (_, index) => index + 2).map((second) =>
    target("live", second, { since: at(second) }),
  );
  for (const given of [words, words.toReversed(), [...words.slice(6), ...words.slice(0, 8)]]) {
    expect(show(given).since).toBe(at(2));
    expect(show([target("idle", 1), ...given]).since).toBe(at(2));
  }
});

test("since when: what was seen first counts where a later word names a later time", () => {
  expect(show([target("idle", 1), target("live", 5), target("live", 9, { since: at(9) })]).since).toBe(at(5));
});

test("since when: not after it was observed, where its own last word is numbered earlier by a clock that is ahead", () => {
  const ahead: Observation = { ...target("live", 4), sequence: timeOf(2).sequence };
  expect(show([ahead, stream("idle", 3)])).toMatchObject({ state: "idle", since: at(3), observedAt: at(3) });
  expect(show([target("idle", 1), ahead, stream("reconnecting", 3)])).toMatchObject({ since: at(3) });
});

test("since when: idle with the first word that its stream has stopped, also when the stream goes on without it", () => {
  const stops = [3, 5, 8].map((second) => stream("idle", second));
  expect(show([target("live", 1), ...stops]).since).toBe(at(3));
  expect(show([target("live", 1), ...stops, stream("live", 10), stream("live", 12)]).since).toBe(at(3));
  expect(show([target("live", 1), stream("idle", 3), stream("idle", 5), target("live", 6), stream("idle", 8)])).toEqual(
    {
      state: "idle",
      since: at(8),
      observedAt: at(8),
      source: "poll",
    },
  );
});

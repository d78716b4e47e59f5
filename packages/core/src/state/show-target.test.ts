import { expect, test } from "vitest";
import type { Observation } from "../contract/observation.ts";
import type { StreamState } from "../model/stream.ts";
import type { TargetState, TargetStatus } from "../model/target-status.ts";
import { timeOf } from "./histories.test.support.ts";
import { showTarget } from "./show-target.ts";
import { noRegisters, takeIn } from "./take-in.ts";

function show(said: Observation[], enabled = true): TargetStatus {
  return showTarget(said.reduce(takeIn, noRegisters), { id: "t1", enabled }).status;
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
  expect(show([{ ...target("failed", 1), rank: 14 }, stream("idle", 1)]).state).toBe("failed");
});

test("a target that is not wanted is disabled when its stream stops, not while it pauses", () => {
  expect(show([target("live", 1), stream("idle", 2)], false).state).toBe("disabled");
  expect(show([target("live", 1), stream("reconnecting", 2)], false).state).toBe("idle");
  expect(show([target("live", 3), stream("idle", 2)], false).state).toBe("live");
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
    since: at(1),
  });
});

test("since when: as the provider says, with this or an earlier word about the same stretch", () => {
  expect(show([target("live", 5, { since: at(4) })]).since).toBe(at(4));
  expect(show([target("live", 5, { since: at(4) }), target("live", 9)]).since).toBe(at(4));
  expect(show([target("live", 5, { since: at(4) }), target("retrying", 7), target("live", 9)]).since).toBe(at(7));
});

test("since when: at the earliest since it was last seen otherwise, however often it is confirmed", () => {
  const polls = [5, 10, 15, 20].map((second) => target("live", second));
  expect(show(polls)).not.toHaveProperty("since");
  expect(show([target("idle", 1), target("idle", 3), ...polls]).since).toBe(at(3));
  expect(show([target("live", 1), stream("reconnecting", 3), ...polls]).since).toBe(at(3));
  expect(show([target("failed", 1, { since: at(1) }), stream("reconnecting", 3), target("failed", 4)]).since).toBe(
    at(1),
  );
  expect(
    show([target("live", 1), target("idle", 4), stream("idle", 4), target("idle", 8), stream("idle", 8)]).since,
  ).toBe(at(1));
});

import { isTargetTransition, targetStates } from "@polycast/core/provider";
import { describe, expect, test } from "vitest";
import { aWantedStream, aWantedTarget } from "../testing/relay-stage.ts";
import { disconnected, givenUp } from "./outage.ts";
import { Served } from "./seen.ts";

const at = "2026-01-01T00:00:00.000Z";
const session = { id: "session-1", startedAt: at };

/** A stream with one target in each state. */
function served(state: "live" | "reconnecting" | "idle" | "disabled"): Served {
  const targets = targetStates.map((name) => aWantedTarget(name, { enabled: name !== "disabled" }));
  const stream = new Served(aWantedStream({ targets }));
  const isOn = state === "live" || state === "reconnecting";
  const seen = { streamId: "s", sequence: 1, occurredAt: at };
  stream.note({ ...seen, kind: "stream", status: { state, source: "relay" }, ...(isOn ? { session } : {}) });
  for (const name of targetStates) {
    stream.note({ ...seen, kind: "target", targetId: name, status: { state: name, source: "relay" } });
  }
  return stream;
}

describe("when the relay is gone", () => {
  test("a live stream waits for its encoder in the same session", () => {
    expect(disconnected(served("live"), at)[0]).toEqual({
      kind: "stream",
      streamId: "s",
      occurredAt: at,
      status: { state: "reconnecting", since: at, observedAt: at, source: "assumed" },
      session,
    });
  });

  test.each(["reconnecting", "idle", "disabled"] as const)("one that is %s stays so", (state) => {
    expect(disconnected(served(state), at).filter(({ kind }) => kind === "stream")).toEqual([]);
  });

  test("no target gets anything, and each step is one that the model knows", () => {
    const stream = served("live");
    for (const observation of disconnected(stream, at)) {
      if (observation.kind !== "target") continue;
      const before = stream.seen.targets.get(observation.targetId)?.state ?? "idle";
      expect(observation).toMatchObject({ sessionId: "session-1", status: { state: "idle", source: "assumed" } });
      expect(isTargetTransition(before, "idle")).toBe(true);
    }
    const untouched = ["idle", "disabled"];
    expect(disconnected(stream, at)).toHaveLength(1 + targetStates.length - untouched.length);
  });

  test("a target that was being switched off is off", () => {
    const stream = served("live");
    const off = stream.wanted.targets.map((target) => ({ ...target, enabled: false }));
    stream.want({ ...stream.wanted, targets: off });
    const states = disconnected(stream, at).flatMap((one) => (one.kind === "target" ? [one.status.state] : []));
    expect(new Set(states)).toEqual(new Set(["disabled"]));
  });
});

describe("when no relay comes back in time", () => {
  test.each(["live", "reconnecting"] as const)("the session of a stream that is %s is over", (state) => {
    const [first, ...rest] = givenUp(served(state), at);
    const status = { state: "idle", since: at, observedAt: at, source: "assumed" };
    expect(first).toMatchObject({ kind: "stream", ended: true, session, status });
    expect(new Set(rest.map(({ kind }) => kind)), "its targets follow").toEqual(new Set(["target"]));
  });

  test("one that was being disabled is disabled with that", () => {
    const stream = served("reconnecting");
    stream.want({ ...stream.wanted, enabled: false });
    expect(givenUp(stream, at)[0]).toMatchObject({ ended: true, session, status: { state: "disabled" } });
  });

  test.each(["idle", "disabled"] as const)("one that is %s stays so", (state) => {
    expect(givenUp(served(state), at).filter(({ kind }) => kind === "stream")).toEqual([]);
  });
});

import { isTargetTransition, targetStates } from "@polycast/core/provider";
import { describe, expect, test } from "vitest";
import { aNewStream, aNewTarget } from "../testing/records.ts";
import { disconnected, givenUp } from "./outage.ts";
import type { StreamRecord } from "./records.ts";
import { Registry } from "./registry.ts";

const at = "2026-01-01T00:00:00.000Z";
const session = { id: "session-1", startedAt: at };

/** A stream with one target in each state. */
function record(state: "live" | "reconnecting" | "idle" | "disabled"): StreamRecord {
  const registry = new Registry();
  const targets = targetStates.map((name) => aNewTarget({ name, enabled: name !== "disabled" }));
  const stream = registry.addStream(aNewStream({ targets }));
  stream.status = { state, source: "relay" };
  if (state === "live" || state === "reconnecting") stream.session = session;
  for (const target of stream.targets.values()) {
    const status = targetStates.find((name) => name === target.wanted.name) ?? "unknown";
    target.status = { state: status, source: "relay" };
  }
  return stream;
}

describe("when the relay is gone", () => {
  test("a live stream waits for its encoder in the same session", () => {
    expect(disconnected(record("live"), at)[0]).toEqual({
      kind: "stream",
      streamId: expect.any(String),
      occurredAt: at,
      status: { state: "reconnecting", since: at, observedAt: at, source: "assumed" },
      session,
    });
  });

  test.each(["reconnecting", "idle", "disabled"] as const)("one that is %s stays so", (state) => {
    expect(disconnected(record(state), at).filter(({ kind }) => kind === "stream")).toEqual([]);
  });

  test("no target gets anything, and each step is one that the model knows", () => {
    const stream = record("live");
    for (const observation of disconnected(stream, at)) {
      if (observation.kind !== "target") continue;
      const before = stream.targets.get(observation.targetId)?.status.state ?? "idle";
      expect(observation).toMatchObject({ sessionId: "session-1", status: { state: "idle", source: "assumed" } });
      expect(isTargetTransition(before, "idle")).toBe(true);
    }
    const untouched = ["idle", "disabled"];
    expect(disconnected(stream, at)).toHaveLength(1 + targetStates.length - untouched.length);
  });

  test("a target that was being switched off is off", () => {
    const stream = record("live");
    for (const target of stream.targets.values()) target.wanted = { ...target.wanted, enabled: false };
    const states = disconnected(stream, at).flatMap((one) => (one.kind === "target" ? [one.status.state] : []));
    expect(new Set(states)).toEqual(new Set(["disabled"]));
  });
});

describe("when no relay comes back in time", () => {
  test.each(["live", "reconnecting"] as const)("the session of a stream that is %s is over", (state) => {
    const [first, ...rest] = givenUp(record(state), at);
    const status = { state: "idle", since: at, observedAt: at, source: "assumed" };
    expect(first).toMatchObject({ kind: "stream", ended: true, session, status });
    expect(new Set(rest.map(({ kind }) => kind)), "its targets follow").toEqual(new Set(["target"]));
  });

  test("one that was being disabled is disabled with that", () => {
    const stream = record("reconnecting");
    stream.wanted = { ...stream.wanted, enabled: false };
    expect(givenUp(stream, at)[0]).toMatchObject({ ended: true, session, status: { state: "disabled" } });
  });

  test.each(["idle", "disabled"] as const)("one that is %s stays so", (state) => {
    expect(givenUp(record(state), at).filter(({ kind }) => kind === "stream")).toEqual([]);
  });
});

import type { Observation } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { createManualClock } from "../testing/manual-clock.ts";
import { Reporter } from "./reporter.ts";

const session = { id: "session-1", startedAt: "2026-01-01T00:00:00.000Z" };

function setUp() {
  const clock = createManualClock();
  const told: Observation[] = [];
  const reporter = new Reporter({ clock, firstSequence: 100, tell: (observation) => void told.push(observation) });
  return { clock, told, reporter };
}

test("every report has the next number, above the first, and the time of the report", () => {
  const { clock, told, reporter } = setUp();
  reporter.stream("s", { state: "live", since: session.startedAt, session, ended: false });
  clock.advance(1_000);
  reporter.target("s", "a", { state: "live", source: "relay" }, "session-1");
  reporter.warning("s", "a", { code: "media_dropped", message: "slow" });
  expect(told.map(({ kind, sequence, occurredAt }) => [kind, sequence, occurredAt])).toEqual([
    ["stream", 101, "2026-01-01T00:00:00.000Z"],
    ["target", 102, "2026-01-01T00:00:01.000Z"],
    ["warning", 103, "2026-01-01T00:00:01.000Z"],
  ]);
});

test("what is not known is absent", () => {
  const { told, reporter } = setUp();
  reporter.stream("s", { state: "idle", since: session.startedAt, ended: false });
  reporter.target("s", "a", { state: "idle", source: "relay" }, undefined);
  for (const observation of told) {
    expect(observation).not.toHaveProperty("session");
    expect(observation).not.toHaveProperty("sessionId");
    expect(observation).not.toHaveProperty("ended");
  }
});

test("the end of a session names it", () => {
  const { told, reporter } = setUp();
  reporter.stream("s", { state: "live", since: session.startedAt, session, ended: true });
  expect(told[0]).toMatchObject({ ended: true, session, status: { state: "live", since: session.startedAt } });
});

import type { Observation } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { createManualClock } from "../testing/manual-clock.ts";
import { Reporter } from "./reporter.ts";

const session = { id: "session-1", startedAt: "2026-01-01T00:00:00.000Z" };

function setUp(firstSequence = 0) {
  const clock = createManualClock();
  const told: Observation[] = [];
  const reporter = new Reporter({ clock, firstSequence, tell: (observation) => void told.push(observation) });
  return { clock, told, reporter };
}

test("every report has the time of the report, and is numbered by it in microseconds", () => {
  const { clock, told, reporter } = setUp();
  const start = clock.wall() * 1_000;
  reporter.stream("s", { state: "live", since: session.startedAt, session, ended: false });
  clock.advance(1_000);
  reporter.target("s", "a", { state: "live", source: "relay" }, "session-1");
  reporter.warning("s", "a", { code: "media_dropped", message: "slow" });
  expect(told.map(({ kind, sequence, occurredAt }) => [kind, sequence, occurredAt])).toEqual([
    ["stream", start, "2026-01-01T00:00:00.000Z"],
    ["target", start + 1_000_000, "2026-01-01T00:00:01.000Z"],
    ["warning", start + 1_000_001, "2026-01-01T00:00:01.000Z"],
  ]);
});

test("numbers go on above the first, also when the clock is behind it", () => {
  const far = Date.UTC(2030, 0, 1) * 1_000;
  const { told, reporter } = setUp(far);
  reporter.target("s", "a", { state: "idle", source: "relay" }, undefined);
  reporter.target("s", "a", { state: "connecting", source: "relay" }, undefined);
  expect(told.map(({ sequence }) => sequence)).toEqual([far + 1, far + 2]);
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

test("the end of a session names it, with the state that holds after it", () => {
  const { told, reporter } = setUp();
  reporter.stream("s", { state: "idle", since: session.startedAt, session, ended: true });
  expect(told).toMatchObject([{ ended: true, session, status: { state: "idle", since: session.startedAt } }]);
});

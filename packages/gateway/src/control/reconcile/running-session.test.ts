import type { Session, StreamState } from "@polycast/core";
import { applyObservation, beginKnown } from "@polycast/core/host";
import { expect, test } from "vitest";
import { runningSession } from "./running-session.ts";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1) + second * 1_000).toISOString();

/** A stream of which this was seen, a second apart. */
function seen(states: readonly StreamState[], session?: Session) {
  const status = { state: "idle", source: "api" } as const;
  let known = beginKnown({ id: "s1", provider: "p", name: "", enabled: true, status, notices: [] });
  for (const [index, state] of states.entries()) {
    const second = index + 1;
    const about = { streamId: "s1", sequence: Date.parse(at(second)) * 1_000, occurredAt: at(second) };
    const told = { ...(session ? { session } : {}), status: { state, source: "poll" as const } };
    known = applyObservation(known, { kind: "stream", ...about, ...told }, at(second)).known;
  }
  return runningSession(known);
}

test.each<[StreamState[], number | undefined]>([
  [["idle"], undefined],
  [["idle", "live"], 2],
  [["idle", "live", "live", "reconnecting", "live"], 2],
  [["live", "idle", "live", "reconnecting"], 3],
  [["live", "disabled"], undefined],
  [["live", "idle"], undefined],
  [["unknown"], undefined],
])("after %j the session began at second %s", (states, second) => {
  expect(seen(states)?.startedAt).toBe(second === undefined ? undefined : at(second));
});

test("one that its provider names is told as the provider tells it", () => {
  const session = { id: "s", startedAt: at(0) };
  expect(seen(["live"], session)).toEqual(session);
});

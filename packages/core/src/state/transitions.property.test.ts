import * as fc from "fast-check";
import { expect, test } from "vitest";
import { aStream, aTarget } from "../fixtures.test.support.ts";
import type { StreamState } from "../model/stream.ts";
import type { TargetState } from "../model/target-status.ts";
import { beginKnown } from "./begin-known.ts";
import { type Step, timeOf, walk } from "./histories.test.support.ts";
import type { Known } from "./known.ts";
import { isStreamTransition, streamTransitions } from "./stream-transitions.ts";
import { isTargetTransition, targetTransitions } from "./target-transitions.ts";

const source = "relay" as const;
const start = beginKnown(aStream({ targets: [aTarget()] }));
const pushing: ReadonlySet<TargetState> = new Set(["connecting", "live", "retrying"]);

/** A source that moves by the tables, and tells each of its own moves. What a stop does to a target it leaves to us. */
function livesOf(choices: readonly { ofStream: boolean; row: number }[]): { steps: Step[]; states: string[] } {
  let stream: StreamState = "idle";
  let target: TargetState = "idle";
  const steps: Step[] = [];
  const states: string[] = [];
  for (const { ofStream, row } of choices) {
    const seen = { streamId: "s1", ...timeOf(steps.length + 1) };
    if (ofStream) {
      const rows = streamTransitions.filter(({ from }) => from === stream);
      stream = rows[row % rows.length]?.to ?? stream;
      if (stream === "reconnecting" && pushing.has(target)) target = "idle";
      if (stream !== "live" && stream !== "reconnecting" && target !== "disabled") target = "idle";
      steps.push({ ...seen, kind: "stream", status: { state: stream, source } });
    } else {
      const rows = targetTransitions.filter(
        ({ from, to }) => from === target && (stream === "live" || !pushing.has(to)),
      );
      if (rows.length === 0) continue;
      target = rows[row % rows.length]?.to ?? target;
      steps.push({ ...seen, kind: "target", targetId: "t1", status: { state: target, source } });
    }
    states.push(`${stream} ${target}`);
  }
  return { steps, states };
}

const lives = fc
  .array(fc.record({ ofStream: fc.nat(4).map((each) => each === 0), row: fc.nat(59) }), {
    minLength: 20,
    maxLength: 60,
  })
  .map((choices) => livesOf(choices));

const targetOf = ({ stream }: Known): TargetState => stream.targets?.[0]?.status.state ?? "unknown";

/** The changes of what is shown, for the stream and for its target. */
function changesOf(steps: readonly Step[]): {
  stream: [StreamState, StreamState][];
  target: [TargetState, TargetState][];
} {
  const changes: ReturnType<typeof changesOf> = { stream: [], target: [] };
  walk(
    steps,
    (_step, before, after) => {
      const [from, to] = [before.stream.status.state, after.stream.status.state];
      if (from !== to) changes.stream.push([from, to]);
      if (targetOf(before) !== targetOf(after)) changes.target.push([targetOf(before), targetOf(after)]);
    },
    start,
  );
  return changes;
}

test("where the source tells every step, what is shown is what it is, and moves by the tables", () => {
  fc.assert(
    fc.property(lives, ({ steps, states }) => {
      const shown: string[] = [];
      walk(
        steps,
        (_step, _before, { stream }) => shown.push(`${stream.status.state} ${stream.targets?.[0]?.status.state}`),
        start,
      );
      expect(shown).toEqual(states);
      const changes = changesOf(steps);
      for (const [from, to] of changes.stream) expect(isStreamTransition(from, to), `${from} ${to}`).toBe(true);
      for (const [from, to] of changes.target) expect(isTargetTransition(from, to), `${from} ${to}`).toBe(true);
    }),
    { numRuns: 500 },
  );
});

/** What a source that is seen from time to time may skip: the steps of starting, and of being switched on. */
const skippedByStreams = ["idle reconnecting", "disabled live", "disabled reconnecting"];
const skippedByTargets = [
  "idle live",
  "idle retrying",
  "disabled live",
  "disabled retrying",
  "disabled failed",
  "failed live",
  "failed retrying",
];

test("where steps are not seen, what is shown skips the steps of starting, and no others", () => {
  const skipped = { stream: new Set<string>(), target: new Set<string>() };
  const partly = lives.chain(({ steps }) => fc.subarray(steps));
  fc.assert(
    fc.property(partly, (steps) => {
      const changes = changesOf(steps);
      for (const [from, to] of changes.stream) if (!isStreamTransition(from, to)) skipped.stream.add(`${from} ${to}`);
      for (const [from, to] of changes.target) if (!isTargetTransition(from, to)) skipped.target.add(`${from} ${to}`);
    }),
    { numRuns: 1_000, seed: 1 },
  );
  expect([...skipped.stream].toSorted()).toEqual(skippedByStreams.toSorted());
  expect([...skipped.target].toSorted()).toEqual(skippedByTargets.toSorted());
});

import * as fc from "fast-check";
import type { Observation } from "../contract/observation.ts";
import { aStream, aTarget } from "../fixtures.test.support.ts";
import { streamStates } from "../model/stream.ts";
import { reasonCodes, targetStates } from "../model/target-status.ts";
import { applyObservation } from "./apply-observation.ts";
import { beginKnown } from "./begin-known.ts";
import type { EventDraft } from "./facts-between.ts";
import type { Known, Tick } from "./known.ts";

export type Step = Observation | Tick;

/** Midnight of a day, microseconds since 1970; histories count microseconds on from there. */
const day = Date.UTC(2026, 2, 1) * 1_000;
export const observedAt = "2026-03-02T00:00:00.000Z";

/** A time of a history as its observations carry it: a second for each number. */
export function timeOf(number: number): { sequence: number; occurredAt: string } {
  const sequence = day + number * 1_000_000;
  return { sequence, occurredAt: new Date(sequence / 1_000).toISOString() };
}

/** A stream with a target that is wanted, one that is not, and one of which nothing was read. */
export const start: Known = beginKnown(
  aStream({
    targets: [
      aTarget(),
      aTarget({ id: "t2", enabled: false }),
      aTarget({ id: "t3", status: { state: "unknown", source: "assumed" } }),
    ],
  }),
);

const sources = fc.constantFrom("poll", "webhook", "relay", "assumed");
const number = fc.integer({ min: 1, max: 12 });
const place = fc.record(
  { number, rank: fc.integer({ min: 0, max: 16 }), id: fc.constantFrom("a", "b") },
  { requiredKeys: ["number"] },
);
const since = number.map((each) => timeOf(each).occurredAt);
const session = fc.constantFrom("x1", "x2").map((id) => ({ id, startedAt: observedAt }));

const ofStream = fc.record(
  {
    kind: fc.constant("stream"),
    status: fc.record(
      { state: fc.constantFrom(...streamStates), source: sources, since },
      { requiredKeys: ["state", "source"] },
    ),
    session,
    ended: fc.boolean(),
  },
  { requiredKeys: ["kind", "status"] },
);
const targetStatus = fc.record(
  {
    state: fc.constantFrom(...targetStates),
    source: sources,
    since,
    reason: fc.record({ code: fc.constantFrom(...reasonCodes.slice(0, 3)), message: fc.constant("it said so") }),
    bytesSent: fc.integer({ min: 0, max: 3 }),
  },
  { requiredKeys: ["state", "source"] },
);
const ofTarget = fc.record(
  {
    kind: fc.constant("target"),
    targetId: fc.constantFrom("t1", "t2", "t3", "t9"),
    status: targetStatus,
    sessionId: fc.constantFrom("x1", "x2"),
    lapses: fc.record({ at: since, status: targetStatus }),
  },
  { requiredKeys: ["kind", "targetId", "status"] },
);
const ofHint = fc.record(
  {
    kind: fc.constant("warning"),
    targetId: fc.constantFrom("t1", "t9"),
    notice: fc.constant({ code: "needs_key", message: "The key is missing." }),
  },
  { requiredKeys: ["kind", "notice"] },
);
type Said<O> = O extends unknown ? Omit<O, "streamId" | "sequence" | "occurredAt"> : never;

function placed(what: Said<Observation>, { number, ...order }: { number: number; rank?: number; id?: string }): Step {
  return { ...what, streamId: "s1", ...timeOf(number), ...order };
}

const said = fc
  .tuple(place, fc.oneof(ofStream, ofTarget, ofTarget, ofHint))
  .map(([order, what]): Step => placed(what, order));
const tick = number.map((each): Step => ({ kind: "tick", streamId: "s1", sequence: timeOf(each).sequence }));

/** Anything that anybody may say, by several sources, at few and often equal times. */
export const histories: fc.Arbitrary<Step[]> = fc.array(fc.oneof({ weight: 8, arbitrary: said }, tick), {
  maxLength: 30,
});

/** The same in two orders, with some of it repeated in the second. */
export const delivered: fc.Arbitrary<{ all: Step[]; arriving: Step[] }> = histories.chain((all) =>
  fc
    .tuple(fc.shuffledSubarray(all, { minLength: all.length }), fc.shuffledSubarray([...all, ...all]))
    .map(([once, again]) => ({ all, arriving: [...once, ...again] })),
);

/** Applies one after the other, and tells each step with what was known before and after it. */
export function walk(
  steps: readonly Step[],
  seen: (step: Step, before: Known, after: Known, events: EventDraft[], superseded: boolean) => void = () => {},
  from: Known = start,
): Known {
  return steps.reduce((before, step) => {
    const { known, events, superseded } = applyObservation(before, step, observedAt);
    seen(step, before, known, events, superseded);
    return known;
  }, from);
}

/** What is said of one thing several times in a row, each time later, and with a `since` or without. */
const run = fc.record({
  what: fc.oneof(
    fc.record({ kind: fc.constant("stream"), state: fc.constantFrom(...streamStates) }),
    fc.record({
      kind: fc.constant("target"),
      targetId: fc.constantFrom("t1", "t2", "t3"),
      state: fc.constantFrom(...targetStates),
    }),
  ),
  sinces: fc.array(fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }), { minLength: 1, maxLength: 6 }),
});

/**
 * The same in two orders: in the second, what says one thing in a row is shuffled, and what has come may come again. So
 * no stretch is split late.
 */
export const unsplit: fc.Arbitrary<{ all: Step[]; arriving: Step[] }> = fc
  .array(run, { maxLength: 8 })
  .map((runs) => {
    let next = 0;
    return runs.map(({ what: { state, ...thing }, sinces }) =>
      sinces.map((ago): Step => {
        next += 1;
        const since = ago === undefined ? {} : { since: timeOf(next - ago).occurredAt };
        const said = { ...thing, status: { state, source: "poll", ...since } } as Said<Observation>;
        return placed(said, { number: next });
      }),
    );
  })
  .chain((runs) => {
    const parts = runs.map((steps, index) => {
      const come = runs.slice(0, index + 1).flat();
      return fc.tuple(fc.shuffledSubarray(steps, { minLength: steps.length }), fc.shuffledSubarray(come));
    });
    return fc.tuple(...parts).map((arriving) => ({ all: runs.flat(), arriving: arriving.flat(2) }));
  });

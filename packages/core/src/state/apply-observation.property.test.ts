import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Observation } from "../contract/observation.ts";
import { aStream, aTarget } from "../fixtures.test.support.ts";
import { eventSchema } from "../model/event.ts";
import { streamStates } from "../model/stream.ts";
import { reasonCodes, targetStates } from "../model/target-status.ts";
import { applyObservation, type Known } from "./apply-observation.ts";

const observedAt = "2026-03-01T13:00:00.000Z";
const start: Known = {
  stream: aStream({ targets: [aTarget(), aTarget({ id: "t2" })] }),
  seen: new Map(),
};

const session = { id: "session-1", startedAt: "2026-03-01T12:00:00.000Z" };
const source = "relay" as const;
/** All but the number and the time, which follow from the place in the history. */
const said = fc.oneof(
  fc.record({
    kind: fc.constant("stream" as const),
    status: fc.record({ state: fc.constantFrom(...streamStates), source: fc.constant(source) }),
    ended: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("target" as const),
    targetId: fc.constantFrom("t1", "t2", "t9"),
    status: fc.record(
      {
        state: fc.constantFrom(...targetStates),
        source: fc.constant(source),
        reason: fc.record({ code: fc.constantFrom(...reasonCodes), message: fc.constant("it said so") }),
      },
      { requiredKeys: ["state", "source"] },
    ),
  }),
  fc.record({
    kind: fc.constant("warning" as const),
    targetId: fc.constantFrom("t1", "t9"),
    notice: fc.constant({ code: "needs_key", message: "The key is missing." }),
  }),
);
const history = fc.array(said, { maxLength: 30 }).map((all) =>
  all.map((one, index): Observation => {
    const seen = {
      streamId: "s1",
      sequence: index + 1,
      occurredAt: new Date(Date.UTC(2026, 2, 1, 12, 0, index)).toISOString(),
    };
    return one.kind === "stream" ? { ...one, ...seen, session } : { ...one, ...seen };
  }),
);

/** In some order, with some of it repeated. */
const delivered = history.chain((all) =>
  fc
    .tuple(fc.shuffledSubarray(all, { minLength: all.length }), fc.shuffledSubarray(all))
    .map(([once, again]) => ({ all, arriving: [...once, ...again] })),
);

function run(observations: Observation[]): Known {
  return observations.reduce((known, observation) => applyObservation(known, observation, observedAt).known, start);
}

test("state converges for any order and any duplication", () => {
  fc.assert(
    fc.property(delivered, ({ all, arriving }) => {
      const inOrder = run(all).stream;
      const shuffled = run(arriving).stream;
      expect(shuffled.status).toEqual(inOrder.status);
      expect(shuffled.targets).toEqual(inOrder.targets);
    }),
  );
});

test("a repeated observation changes nothing and yields nothing", () => {
  fc.assert(
    fc.property(delivered, ({ arriving }) => {
      let known = start;
      for (const observation of arriving) {
        known = applyObservation(known, observation, observedAt).known;
        const again = applyObservation(known, observation, observedAt);
        expect(again.known).toBe(known);
        expect(again.event).toBeUndefined();
      }
    }),
  );
});

test("each event is a valid one of its type, and the sequence of facts grows for each thing", () => {
  fc.assert(
    fc.property(delivered, ({ arriving }) => {
      let known = start;
      const last = new Map<string, number>();
      for (const observation of arriving) {
        const { known: after, event } = applyObservation(known, observation, observedAt);
        known = after;
        if (!event) continue;
        const parsed = eventSchema.parse({ ...event, id: "evt" });
        expect(parsed).toEqual({ ...event, id: "evt" });
        if (observation.kind === "warning") continue;
        const thing = "target" in event.data ? event.data.target.id : "stream";
        expect(event.sequence).toBeGreaterThan(last.get(thing) ?? 0);
        last.set(thing, event.sequence ?? 0);
      }
    }),
  );
});

test("a fact is told exactly when the state or its reason is another one", () => {
  fc.assert(
    fc.property(history, (all) => {
      let known = start;
      for (const observation of all) {
        const before = known;
        const { known: after, event } = applyObservation(before, observation, observedAt);
        known = after;
        if (observation.kind !== "target") continue;
        const statusOf = ({ stream }: Known) => stream.targets?.find(({ id }) => id === observation.targetId)?.status;
        const changed =
          statusOf(before)?.state !== statusOf(after)?.state ||
          statusOf(before)?.reason?.code !== statusOf(after)?.reason?.code;
        expect(event !== undefined).toBe(changed);
      }
    }),
  );
});

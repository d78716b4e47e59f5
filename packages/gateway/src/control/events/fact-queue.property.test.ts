import type { EventDraft } from "@polycast/core/host";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sampleStream, sampleTarget } from "../../store/sample-records.test.support.ts";
import { composeStream, composeTarget } from "../compose.ts";
import { createFactQueue, type Fact, type FactEntry } from "./fact-queue.ts";

const streams = ["str_a", "str_b", "str_c"];
/** What a fact may be about: its stream, or a target of it. */
const things = ["stream", "one", "two"] as const;
type Thing = (typeof things)[number];

const at = "2026-01-02T03:04:05.000Z";

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("add" as const),
      streamId: fc.constantFrom(...streams),
      thing: fc.constantFrom(...things),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("push" as const),
      streamIds: fc.uniqueArray(fc.constantFrom(...streams)),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("take" as const), count: fc.integer({ min: 1, max: 5 }) }) },
);

/** A fact whose state and event carry its number, so that its place can be told. */
function factOf(streamId: string, thing: Thing, number: number): Fact {
  const common = {
    provider: "selfhost",
    streamId,
    occurredAt: at,
    observedAt: at,
    source: "relay" as const,
    sequence: number,
  };
  const draft: EventDraft =
    thing === "stream"
      ? { ...common, type: "stream.live", data: { stream: composeStream(sampleStream({ id: streamId })) } }
      : {
          ...common,
          type: "target.live",
          data: { target: composeTarget(sampleTarget(streamId, { id: thing }), "selfhost") },
        };
  return { streamId, drafts: [draft], state: String(number) };
}

/** What came out of one stream, in order. */
function outOf(taken: readonly FactEntry[], streamId: string): { drafts: EventDraft[]; states: number[] } {
  const facts = taken.flatMap(({ facts }) => facts).filter((fact) => fact.streamId === streamId);
  return { drafts: facts.flatMap(({ drafts }) => drafts), states: facts.map(({ state }) => Number(state)) };
}

function thingOf({ data }: EventDraft): string {
  return "target" in data ? data.target.id : "stream";
}

test("whatever comes and goes: the order of a stream stays, its newest is there, and no written one is lost or merged", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), fc.integer({ min: 1, max: 4 }), (steps, limit) => {
      const queue = createFactQueue(limit);
      const newest = new Map<string, number>();
      const newestState = new Map<string, number>();
      const pushed: FactEntry[] = [];
      const taken: FactEntry[] = [];
      let number = 0;
      const next = (streamId: string, thing: Thing): Fact => {
        number += 1;
        newest.set(`${streamId} ${thing}`, number);
        newestState.set(streamId, number);
        return factOf(streamId, thing, number);
      };
      for (const one of steps) {
        if (one.kind === "add") queue.add(next(one.streamId, one.thing));
        else if (one.kind === "take") taken.push(...queue.take(one.count));
        else {
          const entry: FactEntry = {
            facts: one.streamIds.map((streamId) => next(streamId, "stream")),
            *also() {},
          };
          pushed.push(entry);
          queue.push(entry);
        }
        // What is added never makes it grow beyond its limit, one per stream, and what was pushed.
        expect(queue.length()).toBeLessThanOrEqual(limit + streams.length * (pushed.length + 1) + pushed.length);
      }
      while (queue.length() > 0) taken.push(...queue.take(5));
      for (const streamId of streams) {
        const { drafts, states } = outOf(taken, streamId);
        expect(states).toEqual(states.toSorted((a, b) => a - b));
        expect(states.at(-1)).toBe(newestState.get(streamId));
        for (const thing of things) {
          const numbers = drafts.filter((draft) => thingOf(draft) === thing).map(({ sequence = -1 }) => sequence);
          expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
          expect(numbers.at(-1)).toBe(newest.get(`${streamId} ${thing}`));
        }
      }
      expect(taken.filter(({ also }) => also)).toEqual(pushed);
    }),
  );
});

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { eventSchema } from "../model/event.ts";
import { withoutTargets } from "./facts-between.ts";
import { delivered, histories, type Step, start, unsplit, walk } from "./histories.test.support.ts";
import type { StreamStatus } from "../model/stream.ts";
import type { TargetStatus } from "../model/target-status.ts";
import type { Known, Register } from "./known.ts";
import { positionOf } from "./position.ts";
import { isUntold } from "./register.ts";
import { withStream } from "./show-known.ts";
import { noRegisters, takeIn } from "./take-in.ts";

/** All that is shown, without since when; and the registers without what is kept only to tell that. */
function settled({ stream, registers }: Known): unknown {
  const { since: _since, ...status } = stream.status;
  const targets = stream.targets?.map(({ status: { since: _since, ...status }, ...target }) => ({ ...target, status }));
  return {
    stream: { ...stream, status, targets },
    registers: {
      ...registers,
      stream: lasts(registers.stream),
      targets: Object.fromEntries(Object.entries(registers.targets).map(([id, entries]) => [id, lasts(entries)])),
    },
  };
}

function lasts<S extends StreamStatus | TargetStatus>(register: Register<S>): Register<S> {
  const kindOf = ({ status }: Register<S>[number]): string => `${status.state} ${isUntold(status)}`;
  return register.filter((entry, index) => index === register.findIndex((one) => kindOf(one) === kindOf(entry)));
}

test("what is shown is the same for any order and any repetition", () => {
  fc.assert(
    fc.property(delivered, ({ all, arriving }) => {
      expect(settled(walk(arriving))).toEqual(settled(walk(all)));
    }),
    { numRuns: 2_000 },
  );
});

test("since when it holds is the same too, where nothing that comes late splits a stretch", () => {
  fc.assert(
    fc.property(unsplit, ({ all, arriving }) => {
      expect(walk(arriving).stream).toEqual(walk(all).stream);
    }),
    { numRuns: 2_000 },
  );
});

test("since when it holds is the earliest that its newest stretch has told", () => {
  fc.assert(
    fc.property(unsplit, ({ all, arriving }) => {
      const said = all.filter((step) => step.kind === "stream");
      const { status } = walk(arriving).stream;
      const other = said.findLastIndex((step) => step.status.state !== status.state && step.status.state !== "unknown");
      const stretch = said.slice(other + 1).filter((step) => step.status.state === status.state);
      const starts = stretch.map((step) => step.status.since ?? step.occurredAt);
      fc.pre(other >= 0 && stretch.length > 0);
      expect(status.since).toBe(starts.toSorted()[0]);
    }),
    { numRuns: 1_000 },
  );
});

test("registers that were stored in between are no others", () => {
  fc.assert(
    fc.property(histories, histories, (first, second) => {
      const stored = JSON.parse(JSON.stringify(walk(first))) as Known;
      expect(walk(second, undefined, stored)).toEqual(walk([...first, ...second]));
    }),
  );
});

test("registers stay small, whatever is said", () => {
  fc.assert(
    fc.property(fc.array(histories, { maxLength: 20 }), (many) => {
      const { registers } = walk(many.flat());
      expect(registers.stream.length).toBeLessThanOrEqual(16);
      expect(Object.keys(registers.targets).toSorted()).toEqual(["t1", "t2", "t3"]);
      for (const register of Object.values(registers.targets)) expect(register.length).toBeLessThanOrEqual(22);
    }),
  );
});

test("a repetition changes nothing and yields nothing", () => {
  fc.assert(
    fc.property(delivered, ({ arriving }) => {
      walk(arriving, (step, _before, after) => {
        walk(
          [step],
          (_step, before, again, events) => {
            expect(again).toBe(before);
            expect(events).toEqual([]);
          },
          after,
        );
      });
    }),
  );
});

/** What is told of each thing: its state and its reason, and of a stream its session. */
function factsOf({ stream }: Known): Map<string, string> {
  const facts = (stream.targets ?? []).map(({ id, status }): [string, string] => [
    id,
    `${status.state} ${status.reason?.code}`,
  ]);
  return new Map([["stream", stream.status.state], ...facts]);
}

test("there is no event without a change, no change without one, and at most one about each thing", () => {
  fc.assert(
    fc.property(delivered, ({ arriving }) => {
      walk(arriving, (step, before, after, events) => {
        const about = events.map(({ data }) => ("target" in data ? data.target.id : "stream"));
        expect(new Set(about).size).toBe(about.length);
        const was = factsOf(before);
        const changed = [...factsOf(after)].filter(([id, fact]) => was.get(id) !== fact).map(([id]) => id);
        const hinted = events.some(({ type }) => type.endsWith(".warning")) && step.kind === "warning";
        if (hinted) changed.push(("targetId" in step && step.targetId) || "stream");
        // The end of a session, and one that follows at once, are told although the state is the same.
        const endedOne = before.stream.session;
        if (endedOne && endedOne.id !== after.stream.session?.id) changed.push("stream");
        expect(new Set(about)).toEqual(new Set(changed));
      });
    }),
    { numRuns: 1_000 },
  );
});

/** A hint and the end of a session come with any state, and a stream that nobody knows the state of is a hint. */
function fits(type: string, state: string): boolean {
  return type.endsWith(`.${state}`) || type.endsWith(".warning") || type === "stream.ended";
}

test("each event is a valid one, carries what is shown then, and what was before", () => {
  fc.assert(
    fc.property(delivered, ({ arriving }) => {
      walk(arriving, (step, before, after, events) => {
        for (const event of events) {
          expect(eventSchema.parse({ ...event, id: "e" })).toEqual({ ...event, id: "e" });
          const { data } = event;
          const told = "target" in data ? data.target : data.stream;
          const find = ({ stream }: Known) =>
            "target" in data ? stream.targets?.find(({ id }) => id === told.id) : withoutTargets(stream);
          expect(told).toEqual(find(after));
          const previous = step.kind === "warning" ? undefined : { status: find(before)?.status };
          expect(data.previous).toEqual(previous);
          expect(fits(event.type, told.status.state)).toBe(true);
        }
      });
    }),
  );
});

test("the numbers of the facts about a thing never go back, unless what had lapsed is denied late", () => {
  fc.assert(
    fc.property(delivered, ({ arriving }) => {
      const last = new Map<string, number>();
      const lasting = arriving.filter((step) => !("lapses" in step));
      walk(lasting, (step, _before, _after, events) => {
        if (step.kind === "warning") return;
        for (const { data, sequence = Number.NaN } of events) {
          const id = "target" in data ? data.target.id : "stream";
          expect(sequence).toBeGreaterThanOrEqual(last.get(id) ?? 0);
          last.set(id, sequence);
        }
      });
    }),
    { numRuns: 1_000 },
  );
});

test("superseded is what says something else than what is shown then, the first time that it comes", () => {
  fc.assert(
    fc.property(delivered, ({ arriving }) => {
      const come = new Set<string>();
      walk(arriving, (step, _before, { stream }, _events, superseded) => {
        if (step.kind === "warning" || step.kind === "tick") return;
        const thing = step.kind === "stream" ? stream : stream.targets?.find(({ id }) => id === step.targetId);
        const { state } = step.status;
        const isOpen = step.kind === "target" && isUntold(step.status);
        const otherwise = thing !== undefined && thing.status.state !== state && !isOpen;
        const said = JSON.stringify([thing?.id, state, positionOf(step)]);
        expect(superseded).toBe(come.has(said) ? superseded && otherwise : otherwise);
        come.add(said);
      });
    }),
  );
});

test("a target that is there all the time and one that is taken in later end in the same state", () => {
  fc.assert(
    fc.property(histories, (steps) => {
      const aboutOthers = steps.filter((step: Step) => !("targetId" in step) || step.targetId !== "t3");
      const all = start.stream.targets ?? [];
      const before = withStream(start, { ...start.stream, targets: all.filter(({ id }) => id !== "t3") });
      const late = walk(aboutOthers, undefined, before);
      const joined = withStream(late, { ...late.stream, targets: all });
      const early = walk(aboutOthers, undefined, withStream(before, start.stream));
      expect(joined.stream.targets).toEqual(early.stream.targets);
    }),
  );
});

test("the registers alone say everything: taking in is enough", () => {
  fc.assert(
    fc.property(histories, (steps) => {
      const known = steps.filter((step) => !("targetId" in step) || step.targetId !== "t9");
      const registers = known.reduce(takeIn, start.registers);
      expect(walk(steps)).toEqual(withStream({ ...start, registers }, start.stream));
      expect(known.reduce(takeIn, noRegisters).now).toBe(registers.now);
    }),
  );
});

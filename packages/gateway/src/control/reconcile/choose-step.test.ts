import { expect, test } from "vitest";
import { chooseStep } from "./choose-step.ts";
import { isCircle, leavingOf } from "./leaving.ts";
import { acceptedTarget, now, rigid, tableWith, wantedTarget } from "./sample-target.test.support.ts";
import type { Step } from "./step.ts";

const held = (hash: string) => acceptedTarget({ destinationHash: hash });
const wants = (hash: string) => wantedTarget({ destinationHash: hash });

test("reads, makes room, makes, changes, and only then takes down; the oldest first", () => {
  const ordered: Step[] = [
    { do: "look" },
    { do: "delete" },
    { do: "create" },
    { do: "update", patch: ["name"] },
    { do: "delete", next: "create" },
  ];
  const steps = ordered.toReversed().map((step) => ({ step }));
  const chosen: (Step | undefined)[] = [];
  while (steps.length > 0) {
    const next = chooseStep(steps);
    chosen.push(next?.step);
    if (next) steps.splice(steps.indexOf(next), 1);
  }
  expect(chosen).toEqual(ordered);
  const first = { step: { do: "create" } as const };
  expect(chooseStep([first, { step: { do: "create" } }])).toBe(first);
});

test("what makes no call is not chosen", () => {
  const steps: Step[] = [{ do: "nothing" }, { do: "wait", applies: "now" }, { do: "retry-later", at: 1 }];
  expect(chooseStep(steps.map((step) => ({ step })))).toBeUndefined();
});

test("what others are to leave: deleted, off for good, moved, or perhaps never used", () => {
  const work = { since: now, attempts: 1, inDoubt: "create", sent: "t" } as const;
  const others = [
    { wanted: wants("a"), accepted: held("a") },
    { wanted: { ...wants("b"), gone: true }, accepted: held("b") },
    { wanted: { ...wants("c"), enabled: false }, accepted: held("c") },
    { wanted: wants("x"), accepted: held("d") },
    { wanted: wants("y"), accepted: acceptedTarget({ destinationHash: undefined, mayHold: ["e", "y"] }) },
    { wanted: wants("z"), accepted: { there: false } as const, work },
  ];
  expect([...leavingOf(others, rigid)]).toEqual([
    ["b", undefined],
    ["c", undefined],
    ["d", "x"],
    ["e", "y"],
    ["t", "z"],
  ]);
  // One that is off stays where it is at a provider with a switch.
  expect(leavingOf(others, tableWith({})).has("c")).toBe(false);
});

test("a circle is found over others, and others' circles are not ours", () => {
  const leaving = new Map([
    ["b", "c"],
    ["c", "a"],
    ["x", "y"],
    ["y", "x"],
  ]);
  expect(isCircle(leaving, "b", ["a"])).toBe(true);
  expect(isCircle(leaving, "b", ["d"])).toBe(false);
  expect(isCircle(leaving, "x", ["a"])).toBe(false);
});

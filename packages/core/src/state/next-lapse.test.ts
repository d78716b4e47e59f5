import { expect, test } from "vitest";
import type { Observation } from "../contract/observation.ts";
import { timeOf } from "./histories.test.support.ts";
import { nextLapse } from "./next-lapse.ts";
import { noRegisters, takeIn } from "./take-in.ts";

function lapsing(targetId: string, second: number): Observation {
  const status = { state: "connecting", source: "assumed" } as const;
  const lapses = { at: timeOf(second).occurredAt, status: { state: "unknown", source: "assumed" } } as const;
  return { kind: "target", streamId: "s1", targetId, ...timeOf(1), status, lapses };
}
const ms = (second: number): number => timeOf(second).sequence / 1_000;

test("the next lapse is the first that is still to come", () => {
  expect(nextLapse(noRegisters)).toBeUndefined();
  const registers = [lapsing("t1", 9), lapsing("t2", 5)].reduce(takeIn, noRegisters);
  expect(nextLapse(registers)).toBe(ms(5));
  const tick = (second: number) =>
    takeIn(registers, { kind: "tick", streamId: "s1", sequence: timeOf(second).sequence });
  expect(nextLapse(tick(4))).toBe(ms(5));
  expect(nextLapse(tick(5))).toBe(ms(9));
  expect(nextLapse(tick(9))).toBeUndefined();
});

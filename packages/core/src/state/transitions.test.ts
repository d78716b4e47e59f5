import { describe, expect, test } from "vitest";
import { streamStates } from "../model/stream.ts";
import { targetStates } from "../model/target-status.ts";
import { isStreamTransition, streamTransitions } from "./stream-transitions.ts";
import { isTargetTransition, targetTransitions } from "./target-transitions.ts";

describe("streams", () => {
  testTable(streamStates, streamTransitions, isStreamTransition);
});
describe("targets", () => {
  testTable(targetStates, targetTransitions, isTargetTransition);
});

function testTable<S extends string>(
  states: readonly S[],
  rows: readonly { from: S; to: S; when: string }[],
  may: (from: S, to: S) => boolean,
): void {
  test("a row is a change, stands once, and says when", () => {
    const names = rows.map((row) => `${row.from} ${row.to}`);
    expect(new Set(names).size).toBe(names.length);
    for (const row of rows) {
      expect(row.from).not.toBe(row.to);
      expect(row.when).not.toBe("");
    }
  });

  test("the table and the question agree, and unknown may follow and precede all", () => {
    for (const from of states) {
      for (const to of states) {
        const listed = rows.some((row) => row.from === from && row.to === to);
        const viaUnknown = from !== to && (from === "unknown" || to === "unknown");
        expect(may(from, to)).toBe(listed || viaUnknown);
      }
    }
  });

  test("every state can be reached and left, and can be switched off", () => {
    for (const state of states.filter((state) => state !== "unknown")) {
      expect(rows.some((row) => row.to === state)).toBe(true);
      expect(rows.some((row) => row.from === state)).toBe(true);
      expect(state === "disabled" || rows.some((row) => row.from === state && row.to === "disabled")).toBe(true);
    }
  });
}

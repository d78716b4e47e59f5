import {
  capabilitiesSchema,
  isStreamTransition,
  isTargetTransition,
  operations,
  reasonCodes,
  ruleOf,
  streamStates,
  streamTransitions,
  targetStates,
  targetTransitions,
} from "@polycast/core/provider";
import { describe, expect, it } from "vitest";
import { providers } from "./providers.ts";

describe.each(providers.map((provider) => [provider.name, provider] as const))("%s", (_name, provider) => {
  const { capabilities, statusMapping } = provider;
  const targetRows = statusMapping.filter((row) => row.of === "target");
  const streamRows = statusMapping.filter((row) => row.of === "stream");

  it("has a capability table that keeps its shape through the schema", () => {
    expect(capabilitiesSchema.parse(JSON.parse(JSON.stringify(capabilities)))).toEqual(capabilities);
  });

  it.each(operations)("says why %s is refused or late, and where it is written", (operation) => {
    const { source, reason, idle, live } = ruleOf(capabilities, operation);
    expect(source).toMatch(/^(https:\/\/\S+|docs\/\S+\.md)$/u);
    expect(reason !== undefined || (idle === "now" && live === "now")).toBe(true);
    expect(reason ?? "at once").toMatch(/\S/u);
  });

  it("does by itself what it says: nothing is emulated here", () => {
    for (const operation of operations) expect(ruleOf(capabilities, operation).via).toBe("native");
  });

  it("maps its words to states of the model only", () => {
    for (const row of targetRows) expect(targetStates).toContain(row.state);
    for (const row of streamRows) expect(streamStates).toContain(row.state);
  });

  it("reaches every target state that it claims, and claims every one that it reaches", () => {
    const reached = new Set(targetRows.map((row) => row.state));
    expect([...reached].toSorted()).toEqual(capabilities.status.states.toSorted());
  });

  it("can show a stream that is idle and one that is live", () => {
    const reached = streamRows.map((row) => row.state);
    expect(reached).toEqual(expect.arrayContaining(["idle", "live"]));
  });

  it("decides every word one way", () => {
    const keys = statusMapping.map((row) => JSON.stringify([row.of, row.native, row.when, row.source]));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("gives a reason only to a target that failed", () => {
    const withReason = statusMapping.filter((row) => row.reason !== undefined);
    for (const row of withReason) {
      expect(reasonCodes).toContain(row.reason);
      expect(["retrying", "failed"]).toContain(row.state);
    }
  });

  it("shows `disabled` exactly where a target has a switch", () => {
    const hasSwitch = capabilities.target.disable.idle !== "refused";
    expect(capabilities.status.states.includes("disabled")).toBe(hasSwitch);
  });

  it("learns its status in the ways that it names", () => {
    const ways = { api: [], assumed: [], webhook: ["webhook"], poll: ["poll"], relay: ["push"] };
    const usual = statusMapping.filter((row) => row.setting === undefined);
    const used = usual.flatMap((row) => ways[row.source]);
    expect(capabilities.status.delivery).toEqual(expect.arrayContaining(used));
  });
});

describe("target transitions", () => {
  checkTransitions(targetStates, targetTransitions, isTargetTransition);
});

describe("stream transitions", () => {
  checkTransitions(streamStates, streamTransitions, isStreamTransition);
});

type Transition<S> = { from: S; to: S; when: string };

function checkTransitions<S extends string>(
  states: readonly S[],
  transitions: readonly Transition<S>[],
  allowed: (from: S, to: S) => boolean,
): void {
  const observable = states.filter((state) => state !== "unknown");

  it("name known states, each pair once and never a state after itself", () => {
    for (const { from, to, when } of transitions) {
      expect(observable).toContain(from);
      expect(observable).toContain(to);
      expect(from).not.toBe(to);
      expect(when).toMatch(/\S/u);
    }
    expect(new Set(transitions.map(({ from, to }) => `${from} ${to}`)).size).toBe(transitions.length);
  });

  it("lead from every state to every state", () => {
    for (const state of observable) {
      expect([...reachable(state, transitions)].toSorted()).toEqual(observable.toSorted());
    }
  });

  it("agree with the function for every pair of states", () => {
    for (const from of states) {
      for (const to of states) {
        const listed = transitions.some((row) => row.from === from && row.to === to);
        const open = from !== to && (from === "unknown" || to === "unknown");
        expect({ from, to, allowed: allowed(from, to) }).toEqual({ from, to, allowed: listed || open });
      }
    }
  });
}

function reachable<S extends string>(start: S, transitions: readonly Transition<S>[]): Set<S> {
  const seen = new Set([start]);
  for (const state of seen) {
    for (const { from, to } of transitions) if (from === state) seen.add(to);
  }
  return seen;
}

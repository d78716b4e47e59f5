import { everythingAllowed } from "@polycast/core/testing";
import type { Capabilities } from "@polycast/core";
import { expect, test } from "vitest";
import { type PlannedTarget, planSwitch, type Planning } from "./plan-switch.ts";

const never = { idle: "refused", live: "refused", via: "native", source: "a test", evidence: "tested" } as const;
const table: Capabilities = everythingAllowed();
/** Has no switch, takes two targets, and encodes nothing. */
const small: Capabilities = {
  ...table,
  target: { ...table.target, enable: never, disable: never },
  limits: { targetsPerStream: 2 },
  renditions: false,
};

const target = (id: string, differences: Partial<PlannedTarget> = {}): PlannedTarget => ({
  id,
  name: `T ${id}`,
  enabled: true,
  rendition: "source",
  needsKey: false,
  ...differences,
});

function plan(differences: Partial<Planning>) {
  const sides = { from: { name: "old", table }, to: { name: "new", table: small } };
  return planSwitch({ stream: {}, targets: [], refusals: new Map(), foreign: [], ...sides, ...differences });
}

test("what fits is made, in the order of the targets, and everything is kept", () => {
  const { created, kept, lost, ...rest } = plan({ targets: [target("a"), target("b")] });
  expect(rest).toEqual({ from: "old", to: "new", ingest: "new" });
  expect(created).toEqual([
    { targetId: "a", name: "T a" },
    { targetId: "b", name: "T b" },
  ]);
  expect(kept.map(({ targetId }) => targetId)).toEqual([undefined, "a", "b"]);
  expect(lost).toEqual([]);
});

test("what is off needs no room where there is no switch; of the others those that came last have none", () => {
  const targets = [target("a", { enabled: false }), target("b"), target("c"), target("d")];
  const { created, lost } = plan({ targets });
  expect(created.map(({ targetId }) => targetId)).toEqual(["b", "c"]);
  expect(lost).toEqual([
    { targetId: "d", what: "target", reason: "new takes 2 targets: it waits until there is room" },
  ]);
});

test("what cannot be there takes no room from the others", () => {
  const targets = [target("a", { needsKey: true }), target("b"), target("c"), target("d")];
  const { created, kept, lost } = plan({ targets, refusals: new Map([["b", "No srt."]]) });
  expect(created.map(({ targetId }) => targetId)).toEqual(["c", "d"]);
  expect(lost.map(({ targetId, what }) => [targetId, what])).toEqual([
    ["a", "target"],
    ["b", "target"],
  ]);
  expect(kept.find(({ targetId }) => targetId === "a")?.what).not.toContain("key");
});

test("those that the new side refuses beside others are lost, and take no room", () => {
  const targets = [target("a"), target("b"), target("c")];
  const { created, lost } = plan({
    targets,
    together: (ids) => (ids.includes("a") && ids.at(-1) === "b" ? "Not twice." : undefined),
  });
  expect(created.map(({ targetId }) => targetId)).toEqual(["a", "c"]);
  const reason = "Not twice. It waits for a provider that takes it";
  expect(lost).toEqual([{ targetId: "b", what: "target", reason }]);
});

test.each([{ rendition: "720p" }, { videoOnly: true }])("%j is lost where nothing is encoded", (encoding) => {
  const one = { targets: [target("a", encoding)] };
  expect(plan(one)).toMatchObject({ created: [{ targetId: "a" }], lost: [{ targetId: "a", what: "rendition" }] });
  expect(plan({ ...one, to: { name: "new", table: { ...table, renditions: true } } }).lost).toEqual([]);
});

test("what belongs to the old side alone is told", () => {
  const { lost } = plan({
    stream: { playback: [{ protocol: "hls", url: "https://x.example" }], providerMetadata: { old: {} } },
    foreign: [{ id: "x", name: "Theirs" }],
  });
  expect(lost.map(({ what }) => what)).toEqual(["foreign_target", "playback", "provider_options"]);
});

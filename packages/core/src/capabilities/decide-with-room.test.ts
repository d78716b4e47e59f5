import { expect, test } from "vitest";
import { aTarget, someCapabilities } from "../fixtures.test.support.ts";
import type { Target } from "../model/target.ts";
import { decideFor, decideWithRoom } from "./decide-with-room.ts";

const since = "2026-01-01T00:00:00.000Z";
const bindings = [{ provider: "mux", id: "t1" }];

test.each<[string, Pick<Target, "bindings" | "pending">, boolean]>([
  ["one that was read from its provider", {}, true],
  ["one that its provider has", { bindings }, true],
  ["one that it does not have", { bindings: [] }, false],
  ["one that it is to get", { bindings: [], pending: { changes: ["create"], applies: "now", since } }, true],
  ["one that is switched on again", { bindings: [], pending: { changes: ["enable"], applies: "now", since } }, true],
  ["one that goes", { bindings, pending: { changes: ["delete"], applies: "stream_idle", since } }, false],
])("%s", (_name, target, counts) => {
  const table = { ...someCapabilities(), limits: { targetsPerStream: 1 } };
  const decision = decideFor(table, "target.create", { targets: [aTarget(target)] });
  expect(decision.allowed).toBe(!counts);
});

test("a stream with as many targets as its provider takes gets no other one", () => {
  const full = { ...someCapabilities(), limits: { targetsPerStream: 2 } };
  expect(decideWithRoom(full, "target.create", "idle", 1)).toMatchObject({ allowed: true });
  expect(decideWithRoom(full, "target.create", "idle", 2)).toEqual({
    allowed: false,
    code: "limit_exceeded",
    reason: "this provider takes at most 2 targets per stream, and there are 2",
  });
  expect(decideWithRoom(full, "target.delete", "idle", 2)).toMatchObject({ allowed: true });
  expect(decideWithRoom(full, "target.create", "idle", undefined)).toMatchObject({ allowed: true });
});

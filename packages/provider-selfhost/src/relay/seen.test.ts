import type { Observation } from "@polycast/core/provider";
import { describe, expect, test } from "vitest";
import { aWantedStream, aWantedTarget } from "../testing/relay-stage.ts";
import { Served } from "./seen.ts";

const at = "2026-01-01T00:00:00.000Z";
const session = { id: "session-1", startedAt: at };
const live = { state: "live", source: "relay" } as const;
const seen = { streamId: "s", occurredAt: at, sequence: 1 };
const targetIs = (targetId: string, status: object = live): Observation => ({
  ...seen,
  kind: "target",
  targetId,
  status: { ...live, ...status },
});

describe("what was seen of a stream", () => {
  test("is that it rests until the relay speaks", () => {
    const targets = [aWantedTarget("a"), aWantedTarget("b", { enabled: false })];
    const of = (enabled: boolean) => new Served(aWantedStream({ enabled, targets })).seen;
    expect(of(true).status).toEqual({ state: "idle", source: "assumed" });
    expect(of(false).status).toEqual({ state: "disabled", source: "assumed" });
    expect(Array.from(of(true).targets.values(), ({ state }) => state)).toEqual(["idle", "disabled"]);
  });

  test("is what it was last told, and its session until that ends", () => {
    const served = new Served(aWantedStream({ targets: [aWantedTarget("a")] }));
    served.note({ ...seen, kind: "stream", status: live, session });
    served.note(targetIs("a"));
    served.note(targetIs("gone"));
    served.note({ ...seen, kind: "warning", targetId: "a", notice: { code: "x", message: "y" } });
    expect(served.seen).toEqual({ status: live, session, targets: new Map([["a", live]]) });
    served.note({ ...seen, kind: "stream", status: { state: "idle", source: "relay" }, session, ended: true });
    expect(served.seen).not.toHaveProperty("session");
    served.forget();
    expect(served.seen.targets.get("a")?.state).toBe("idle");
  });

  test("stays true of the targets that stay", () => {
    const served = new Served(aWantedStream({ targets: [aWantedTarget("a"), aWantedTarget("b")] }));
    served.note(targetIs("a"));
    served.note(targetIs("b"));
    served.want(aWantedStream({ targets: [aWantedTarget("a")] }));
    served.want(aWantedStream({ targets: [aWantedTarget("a"), aWantedTarget("b")] }));
    expect(Array.from(served.seen.targets.values(), ({ state }) => state)).toEqual(["live", "idle"]);
  });

  test("is news unless only numbers have changed", () => {
    const served = new Served(aWantedStream({ targets: [aWantedTarget("a")] }));
    const steps = [{}, { bytesSent: 1 }, { attempt: 2 }, { attempt: 2, bitrateBps: 3 }, { state: "retrying" }];
    expect(steps.map((step) => served.note(targetIs("a", step)))).toEqual([true, false, true, false, true]);
  });

  test("is news once more when it was asked for again, whatever it is", () => {
    const served = new Served(aWantedStream({ targets: [aWantedTarget("a"), aWantedTarget("b")] }));
    for (const id of ["a", "b"]) served.note(targetIs(id));
    served.askAgain();
    expect(["a", "a", "b"].map((id) => served.note(targetIs(id)))).toEqual([true, false, true]);
  });
});

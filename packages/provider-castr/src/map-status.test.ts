import { describe, expect, test } from "vitest";
import { GRACE_MS, mapStreamStatus, mapTargetStatus } from "./map-status.ts";
import { statusMapping } from "./status-mapping.ts";
import { aReading } from "./test-support/samples.ts";

const wordOf = (native: string): { enabled?: boolean; broadcasting_status: string | undefined } => {
  if (native === "enabled: false") return { enabled: false, broadcasting_status: "online" };
  return { broadcasting_status: native.startsWith("no ") ? undefined : native };
};

/** The states of a stream that a row's condition allows. */
const statesOf = (when = ""): ("live" | "idle" | "disabled" | "unknown")[] => {
  if (when.includes("disabled")) return ["disabled", "idle"];
  if (when.includes("no status of its own")) return ["live", "unknown"];
  if (when.includes("`offline`")) return ["idle", "disabled"];
  return when.includes("`online`") ? ["live"] : ["live", "idle", "disabled", "unknown"];
};

describe("every row of the table", () => {
  test.each(statusMapping.filter(({ of }) => of === "stream"))("stream: $native, $when: $state", (row) => {
    expect(mapStreamStatus(wordOf(row.native), aReading())).toMatchObject({ state: row.state, source: row.source });
  });

  test.each(statusMapping.filter(({ of }) => of === "target"))("target: $native, $when: $state", (row) => {
    const isOver = row.when?.includes("grace is over") ?? false;
    const reading = aReading(isOver ? GRACE_MS : GRACE_MS - 1);
    for (const state of statesOf(row.when)) {
      const platform = { _id: "t", enabled: true, ...wordOf(row.native) };
      const status = mapTargetStatus(platform, { state }, reading);
      expect(status).toMatchObject({ state: row.state, source: row.source });
      expect(status.reason?.code).toBe(row.reason);
    }
  });

  test("the test reads conditions that the table has", () => {
    expect(statusMapping.filter(({ of }) => of === "target").length).toBeGreaterThanOrEqual(7);
    expect(statusMapping.some(({ when }) => when?.includes("grace is over"))).toBe(true);
  });
});

test("an unknown word of a target is kept", () => {
  const platform = { _id: "t", broadcasting_status: "degraded" };
  expect(mapTargetStatus(platform, { state: "live" }, aReading())).toMatchObject({
    state: "unknown",
    native: "degraded",
  });
  expect(mapTargetStatus(platform, { state: "idle" }, aReading())).toMatchObject({ state: "idle", native: "degraded" });
  expect(mapStreamStatus(platform, aReading())).toMatchObject({ state: "unknown", native: "degraded" });
});

test("what was read by a call says so, and when", () => {
  const status = mapStreamStatus({ broadcasting_status: "online" }, aReading(0, "api"));
  expect(status).toEqual({ state: "live", source: "api", observedAt: "2026-01-02T00:00:00.000Z", native: "online" });
});

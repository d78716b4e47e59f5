import { expect, test } from "vitest";
import { type TargetEventName, streamStatusFrom, streamStatusOf, targetStatusFrom } from "./map-status.ts";
import { targetStatusFromHealth, targetStatusOf } from "./map-status.ts";
import { statusMapping } from "./status-mapping.ts";

const at = "2026-01-01T00:00:00.000Z";
const stream = { id: "s1" };
const target = { id: "t1" };

function targetEvent(native: TargetEventName, when: string | undefined) {
  return targetStatusFrom(native, { at, streamIsActive: when !== "the stream is not active" });
}

/** What the code says where the table says it. */
function statusOf({ of, native, when }: (typeof statusMapping)[number]) {
  if (of === "stream") {
    switch (native) {
      case "stream.started":
      case "stream.idle":
        return streamStatusFrom(native, { at, suspended: when === "the stream is suspended" });
      case "isActive: true":
        return streamStatusOf({ ...stream, isActive: true }, at);
      case "isActive: false":
        return streamStatusOf({ ...stream, isActive: false }, at);
      case "suspended: true":
        return streamStatusOf({ ...stream, suspended: true, isActive: true }, at);
    }
  } else {
    switch (native) {
      case "multistream.connected":
      case "multistream.error":
      case "multistream.disconnected":
      case "stream.idle":
      case "stream.started":
        return targetEvent(native, when);
      case "disabled: true":
        return targetStatusOf({ ...stream, isActive: true }, { ...target, disabled: true }, at);
      case "isActive: false":
        return targetStatusOf({ ...stream, isActive: false }, target, at);
      case "isActive: true":
        return targetStatusOf({ ...stream, isActive: true }, target, at);
      case "health: connected true":
        return targetStatusFromHealth({ connected: true, stale: false }, { observedAt: at });
      case "health: connected true, no recent activity":
        return targetStatusFromHealth({ connected: true, stale: true }, { observedAt: at });
      case "health: connected false":
        return targetStatusFromHealth({ connected: false, stale: false }, { observedAt: at });
    }
  }
  throw new Error(`nothing in the code says ${native}`);
}

test.each(statusMapping)("$of: $native ($when) is $state", (row) => {
  const status = statusOf(row);
  expect(status).toMatchObject({ state: row.state, native: row.native, source: row.source, observedAt: at });
  expect("reason" in status ? status.reason?.code : undefined).toBe(row.reason);
});

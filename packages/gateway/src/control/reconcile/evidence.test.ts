import { describe, expect, test } from "vitest";
import type { Awaiting } from "./accepted.ts";
import type { Change } from "./change.ts";
import { type Seen, settle } from "./evidence.ts";
import { missingIn } from "./missing.ts";
import { acceptedTarget, always, now, rigid, tableWith, wantedTarget } from "./sample-target.test.support.ts";

function awaiting(...changes: Change[]): Awaiting {
  return { changes, applies: "next_session", since: now, sessionId: "s1" };
}

const live: Seen = { streamState: "live", sessionId: "s1" };

describe("settle", () => {
  test.each<[string, Seen, boolean]>([
    ["the same session", live, false],
    ["a pause", { ...live, streamState: "reconnecting" }, false],
    ["nothing is known", { streamState: "unknown" }, false],
    ["a session that has no name", { streamState: "live" }, false],
    ["the end", { streamState: "idle" }, true],
    ["the stream is switched off", { streamState: "disabled" }, true],
    ["another session", { ...live, sessionId: "s2" }, true],
  ])("by its stream: %s", (_name, seen, isOver) => {
    const accepted = acceptedTarget({ awaiting: awaiting("update") });
    expect(settle(accepted, seen)).toEqual(isOver ? acceptedTarget() : accepted);
    const absent = { there: false, awaiting: awaiting("delete") } as const;
    expect(settle(absent, seen)).toEqual(isOver ? { there: false } : absent);
  });

  test.each<[Change, Seen["targetStatus"], boolean]>([
    ["create", { state: "live", source: "webhook" }, true],
    ["enable", { state: "live", source: "poll" }, true],
    ["enable", { state: "retrying", source: "webhook" }, true],
    ["enable", { state: "connecting", source: "webhook" }, false],
    ["enable", { state: "live", source: "assumed" }, false],
    ["disable", { state: "disabled", source: "webhook" }, true],
    ["disable", { state: "disabled", source: "relay" }, true],
    ["disable", { state: "disabled", source: "api" }, false],
    ["disable", { state: "idle", source: "webhook" }, false],
    ["update", { state: "live", source: "webhook" }, false],
    ["create", undefined, false],
  ])("by what is seen of the target: %s, %o", (change, targetStatus, isShown) => {
    const accepted = acceptedTarget({ awaiting: awaiting(change) });
    expect(settle(accepted, { ...live, targetStatus })).toEqual(isShown ? acceptedTarget() : accepted);
  });

  test("what is not shown stays awaited", () => {
    const accepted = acceptedTarget({ awaiting: awaiting("update", "enable") });
    const settled = settle(accepted, { ...live, targetStatus: { state: "live", source: "webhook" } });
    expect(settled.awaiting).toEqual(awaiting("update"));
    expect(settle(acceptedTarget(), live)).toEqual(acceptedTarget());
  });
});

describe("missingIn", () => {
  const session = { id: "s1", startedAt: new Date(now).toISOString() };
  const accepted = { there: false } as const;
  const base = { wanted: wantedTarget(), accepted, table: rigid, streamState: "live", session } as const;

  test("one that was wanted when the session began", () => {
    expect(missingIn({ ...base, work: { since: now - 1, attempts: 0 } })).toBe("s1");
    expect(missingIn(base)).toBe("s1");
  });

  test("not one that was asked for later, is off, gone, there, in doubt or can be made", () => {
    expect(missingIn({ ...base, work: { since: now + 1, attempts: 0 } })).toBeUndefined();
    expect(missingIn({ ...base, wanted: wantedTarget({ enabled: false }) })).toBeUndefined();
    expect(missingIn({ ...base, wanted: wantedTarget({ gone: true }) })).toBeUndefined();
    expect(missingIn({ ...base, accepted: acceptedTarget() })).toBeUndefined();
    expect(missingIn({ ...base, work: { since: 1, attempts: 1, inDoubt: "create" } })).toBeUndefined();
    expect(missingIn({ ...base, table: tableWith({ create: always }) })).toBeUndefined();
    expect(missingIn({ ...base, session: undefined })).toBeUndefined();
  });
});

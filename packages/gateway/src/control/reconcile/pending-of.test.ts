import type { StreamState } from "@polycast/core";
import { pendingSchema } from "@polycast/core/provider";
import { describe, expect, test } from "vitest";
import { noticesOf } from "./notices-of.ts";
import { pendingOf, type TargetWishes } from "./pending-of.ts";
import { acceptedTarget, late, never, now, rigid, tableWith, wantedTarget } from "./sample-target.test.support.ts";

const at = (ms: number): string => new Date(ms).toISOString();
const absent = { there: false } as const;
const off = wantedTarget({ enabled: false });
const moved = wantedTarget({ destinationHash: "q" });

function wishes(differences: Partial<TargetWishes> = {}): TargetWishes {
  return { wanted: wantedTarget(), accepted: acceptedTarget(), table: rigid, streamState: "live", ...differences };
}

const codes = (differences: Partial<TargetWishes>) => noticesOf(wishes(differences)).map(({ code }) => code);

describe("pendingOf", () => {
  test.each<[string, Partial<TargetWishes>, string[], string]>([
    ["a new one", { accepted: absent }, ["create"], "stream_idle"],
    ["a new one, idle", { accepted: absent, streamState: "idle" }, ["create"], "now"],
    ["on again", { accepted: { there: false, off: true } }, ["enable"], "stream_idle"],
    ["off", { wanted: off }, ["disable"], "stream_idle"],
    ["off, with a switch", { wanted: off, table: tableWith({}) }, ["disable"], "now"],
    ["moved", { wanted: moved, streamState: "reconnecting" }, ["update"], "stream_idle"],
    ["moved, to be sent", { wanted: moved, table: late }, ["update"], "next_session"],
    ["gone", { wanted: wantedTarget({ gone: true }) }, ["delete"], "stream_idle"],
    ["gone, whatever else was wanted", { wanted: { ...moved, gone: true, enabled: false } }, ["delete"], "stream_idle"],
    ["moved and off", { wanted: { ...moved, enabled: false }, table: tableWith({}) }, ["update", "disable"], "now"],
    [
      "moved where it keeps its place",
      {
        wanted: moved,
        table: { ...rigid, target: { ...tableWith({}).target, create: rigid.target.create } },
        accepted: acceptedTarget({ fixed: ["destination"] }),
      },
      ["update"],
      "stream_idle",
    ],
    ["refused for good", { wanted: wantedTarget({ rendition: "720p" }) }, ["update"], "now"],
  ])("%s", (_name, differences, changes, applies) => {
    const pending = pendingOf(wishes(differences));
    expect(pending).toEqual({ changes, applies, since: at(now) });
    expect(pendingSchema.parse(pending)).toEqual(pending);
  });

  test("is absent where all that is wanted is accepted", () => {
    expect(pendingOf(wishes())).toBeUndefined();
    expect(pendingOf(wishes({ wanted: off, accepted: { there: false, off: true } }))).toBeUndefined();
    expect(pendingOf(wishes({ wanted: wantedTarget({ gone: true }), accepted: absent }))).toBeUndefined();
  });

  test("what is accepted for later is pending since it was sent, and holds with what is open", () => {
    const awaiting = { changes: ["disable" as const], applies: "next_session" as const, since: now - 5 };
    const accepted = acceptedTarget({ enabled: false, awaiting });
    const one = wishes({ table: late, wanted: off, accepted });
    expect(pendingOf(one)).toEqual({ changes: ["disable"], applies: "next_session", since: at(now - 5) });
    const both = wishes({ table: late, wanted: { ...off, name: "B" }, accepted, work: { since: now, attempts: 0 } });
    expect(pendingOf(both)).toEqual({ changes: ["update", "disable"], applies: "next_session", since: at(now - 5) });
  });

  test("what may have been done is pending although the wish was taken back", () => {
    const work = { since: now - 9, attempts: 1, inDoubt: "update" as const };
    expect(pendingOf(wishes({ work }))).toMatchObject({ changes: ["update"], applies: "now", since: at(now - 9) });
    const accepted = absent;
    expect(pendingOf(wishes({ work, accepted, wanted: off }))?.changes).toEqual(["disable"]);
    expect(pendingOf(wishes({ work, accepted, wanted: wantedTarget({ gone: true }) }))?.changes).toEqual(["delete"]);
  });

  test("the error of the last attempt says when the next one is, unless that waits for the stream", () => {
    const error = { code: "rate_limited" as const, message: "slow down", retryable: true };
    const work = { since: now, attempts: 3, nextAttemptAt: now + 1000, error };
    const idle = wishes({ wanted: off, work, streamState: "idle" });
    expect(pendingOf(idle)?.error).toEqual({ ...error, nextAttemptAt: at(now + 1000) });
    expect(pendingOf(wishes({ wanted: off, work }))?.error).toEqual(error);
  });

  test("what is tried again by itself is retryable, also where only something else can be the cure; the rest is not", () => {
    const error = { code: "unauthenticated" as const, message: "401", retryable: false };
    const work = { since: now, attempts: 1, error };
    const shown = (nextAttemptAt?: number, streamState: StreamState = "idle") => {
      const tried = nextAttemptAt === undefined ? work : { ...work, nextAttemptAt };
      return pendingOf(wishes({ wanted: off, work: tried, streamState }))?.error;
    };
    expect(shown(now + 1000)).toEqual({ ...error, retryable: true, nextAttemptAt: at(now + 1000) });
    expect(shown(now + 1000, "live")).toEqual({ ...error, retryable: true });
    expect(shown()).toEqual(error);
  });
});

describe("noticesOf", () => {
  test("says what is made out of other calls, and what is late", () => {
    expect(noticesOf(wishes({ wanted: off }))).toEqual([
      { code: "emulated", message: expect.stringMatching(/^No such call; the gateway deletes the target .*idle\.$/u) },
      { code: "deferred", message: "It is made as soon as the stream is idle: only while idle." },
    ]);
    expect(codes({ wanted: moved, streamState: "idle" })).toEqual(["emulated"]);
    expect(codes({ accepted: absent })).toEqual(["deferred"]);
    expect(codes({ accepted: absent, streamState: "idle" })).toEqual([]);
    expect(noticesOf(wishes({ wanted: moved, table: late }))).toEqual([
      { code: "deferred", message: "It is in effect with the next session at the latest: late." },
    ]);
    expect(codes({})).toEqual([]);
  });

  test("one that is off is absent, and that is said as long as it is", () => {
    const accepted = { there: false, off: true } as const;
    expect(codes({ wanted: off, accepted, streamState: "idle" })).toEqual(["emulated"]);
    expect(codes({ wanted: { ...off, gone: true }, accepted, streamState: "idle" })).toEqual([]);
  });

  test("nothing is promised of what is refused for good", () => {
    const table = tableWith({ update: { rendition: never } }, { renditions: false });
    expect(codes({ table, wanted: wantedTarget({ rendition: "720p" }) })).toEqual([]);
  });

  test("says that it is missing, for as long as the session lasts", () => {
    const work = { since: now, attempts: 0, missing: "s1" };
    const one = wishes({ accepted: absent, work });
    expect(noticesOf(one).map(({ code }) => code)).toContain("missing_this_session");
    expect(noticesOf({ ...one, streamState: "idle" }).map(({ code }) => code)).not.toContain("missing_this_session");
  });
});

import { describe, expect, test } from "vitest";
import type { Situation } from "./situation.ts";
import { nextStep } from "./next-step.ts";
import {
  acceptedTarget,
  always,
  late,
  never,
  now,
  rigid,
  situation,
  tableWith,
  wantedTarget,
} from "./sample-target.test.support.ts";

const gone = wantedTarget({ gone: true });
const off = wantedTarget({ enabled: false });
const moved = wantedTarget({ destinationHash: "q" });
const absent = { there: false } as const;
const full = tableWith({});
const waitIdle = { do: "wait", applies: "stream_idle" };
const awaiting = { changes: ["update" as const], applies: "next_session" as const, since: now };
const replace = { do: "delete", next: "create" };

describe("a provider that makes and deletes while idle, and nothing else", () => {
  test.each<[string, Partial<Situation>, object]>([
    ["as wanted", {}, { do: "nothing" }],
    ["a name of the gateway's", { wanted: wantedTarget({ name: "Other" }) }, { do: "nothing" }],
    ["to be made", { accepted: absent }, { do: "create" }],
    ["to be made, but live", { accepted: absent, streamState: "live" }, waitIdle],
    ["to be made, but reconnecting", { accepted: absent, streamState: "reconnecting" }, waitIdle],
    ["to be made, and disabled is idle", { accepted: absent, streamState: "disabled" }, { do: "create" }],
    ["to be made, state unknown", { accepted: absent, streamState: "unknown" }, { do: "look" }],
    ["off, and absent for that", { wanted: off, accepted: { there: false, off: true } }, { do: "nothing" }],
    ["switched off", { wanted: off }, { do: "delete" }],
    ["switched off, but live", { wanted: off, streamState: "live" }, waitIdle],
    ["deleted", { wanted: gone }, { do: "delete" }],
    ["deleted and gone", { wanted: gone, accepted: absent, streamState: "live" }, { do: "nothing" }],
    ["moved: never made first", { wanted: moved }, replace],
    ["moved, but live", { wanted: moved, streamState: "live" }, waitIdle],
    ["moved, state unknown", { wanted: moved, streamState: "unknown" }, { do: "look" }],
    ["moved where a seventh is", { wanted: moved, room: 0 }, replace],
    ["moved and off", { wanted: { ...moved, enabled: false } }, { do: "delete" }],
  ])("%s", (_name, differences, expected) => {
    expect(nextStep(situation(differences))).toEqual(expected);
  });

  test.each<[string, Partial<Situation>, string]>([
    ["a seventh", { accepted: absent, room: 0 }, "limit_exceeded"],
    ["one that would not come back", { wanted: moved, room: -1 }, "limit_exceeded"],
    ["a rendition that it does not take", { wanted: wantedTarget({ rendition: "720p" }) }, "unsupported"],
    ["off, which could not be made again", { wanted: { ...off, needsKey: true } }, "invalid_argument"],
    ["moved, which could not be made again", { wanted: { ...moved, needsKey: true } }, "invalid_argument"],
    ["made without a key", { wanted: wantedTarget({ needsKey: true }), accepted: absent }, "invalid_argument"],
  ])("refuses without a call: %s", (_name, differences, code) => {
    const hint = expect.any(String);
    expect(nextStep(situation(differences))).toMatchObject({ do: "refused", error: { code, hint } });
  });

  test("a target whose key is not known can be deleted for good", () => {
    expect(nextStep(situation({ wanted: { ...gone, needsKey: true } }))).toEqual({ do: "delete" });
  });
});

describe("a provider with a switch", () => {
  test.each<[string, Partial<Situation>, object]>([
    ["all in one call", { wanted: { ...moved, enabled: false } }, { do: "update", patch: ["destination", "enabled"] }],
    ["made switched off", { wanted: off, accepted: absent }, { do: "create" }],
    ["at any time, whatever the state", { wanted: off, streamState: "unknown" }, { do: "update", patch: ["enabled"] }],
    ["without sound", { wanted: wantedTarget({ videoOnly: true }) }, { do: "update", patch: ["videoOnly"] }],
    ["with sound is what is not said", { wanted: wantedTarget({ videoOnly: false }) }, { do: "nothing" }],
    [
      "where it sends to is not known",
      { accepted: acceptedTarget({ destinationHash: undefined }) },
      { do: "update", patch: ["destination"] },
    ],
    ["what is wanted is not known", { wanted: wantedTarget({ destinationHash: undefined }) }, { do: "nothing" }],
    [
      "what it keeps is the gateway's",
      { wanted: wantedTarget({ name: "B" }), accepted: acceptedTarget({ fixed: ["name"] }) },
      { do: "nothing" },
    ],
    ["what it keeps is made anew", { wanted: moved, accepted: acceptedTarget({ fixed: ["destination"] }) }, replace],
  ])("%s", (_name, differences, expected) => {
    expect(nextStep(situation({ table: full, ...differences }))).toEqual(expected);
  });

  test("what can be sent goes first, what must wait later", () => {
    const table = tableWith({ create: rigid.target.create, update: { destination: never } });
    const wanted = { ...moved, enabled: false };
    expect(nextStep(situation({ table, wanted, streamState: "live" }))).toEqual({ do: "update", patch: ["enabled"] });
    const accepted = acceptedTarget({ enabled: false });
    expect(nextStep(situation({ table, wanted, accepted, streamState: "live" }))).toEqual(waitIdle);
    expect(nextStep(situation({ table, wanted, accepted }))).toEqual(replace);
  });

  test("a change for the next session is sent at once", () => {
    const live = { table: late, streamState: "live" } as const;
    expect(nextStep(situation({ ...live, wanted: moved }))).toEqual({ do: "update", patch: ["destination"] });
    expect(nextStep(situation({ ...live, wanted: gone }))).toEqual({ do: "delete" });
    expect(nextStep(situation({ ...live, wanted: moved, streamState: "unknown" }))).toEqual({ do: "look" });
    expect(nextStep(situation({ ...live, accepted: { ...acceptedTarget(), awaiting } }))).toEqual({ do: "nothing" });
  });

  test("what is made again is not in effect before what it takes the place of has ended", () => {
    const accepted = { there: false, awaiting } as const;
    const create = { ...late, target: { ...late.target, create: always } };
    expect(nextStep(situation({ table: create, accepted, streamState: "live" }))).toEqual({
      do: "wait",
      applies: "next_session",
    });
    expect(nextStep(situation({ table: late, accepted, streamState: "live" }))).toEqual({ do: "create" });
  });
});

describe("failures", () => {
  const work = { since: now, attempts: 1 };
  const later = { ...work, nextAttemptAt: now + 1 };
  test.each<[string, Partial<Situation>, object]>([
    ["not before its time", { wanted: off, work: later }, { do: "retry-later", at: now + 1 }],
    ["in its time", { wanted: off, work: { ...work, nextAttemptAt: now } }, { do: "delete" }],
    ["nothing to do needs no time", { work: later }, { do: "nothing" }],
    ["waiting needs no time", { wanted: off, work: later, streamState: "live" }, waitIdle],
    ["in doubt", { wanted: off, work: { ...work, inDoubt: "delete" } }, { do: "look" }],
    ["in doubt, whatever is wanted", { work: { ...work, inDoubt: "update" } }, { do: "look" }],
    ["in doubt, not before its time", { work: { ...later, inDoubt: "create" } }, { do: "retry-later", at: now + 1 }],
  ])("%s", (_name, differences, expected) => {
    expect(nextStep(situation(differences))).toEqual(expected);
  });
});

describe("another target is to leave the destination", () => {
  const leaving = new Map([["q", undefined]]);
  const swap = new Map([["q", "p"]]);
  test.each<[string, Partial<Situation>, object]>([
    ["a new one waits", { wanted: moved, accepted: absent, leaving }, { do: "wait", applies: "now" }],
    ["one is not taken down to wait", { wanted: moved, leaving }, { do: "wait", applies: "now" }],
    ["an update waits", { table: full, wanted: moved, leaving }, { do: "wait", applies: "now" }],
    [
      "the rest of it does not",
      { table: full, wanted: { ...moved, name: "B" }, leaving },
      { do: "update", patch: ["name"] },
    ],
    ["of two that swap one is taken down", { table: full, wanted: moved, leaving: swap }, replace],
    [
      "other places are free",
      { table: full, wanted: wantedTarget({ destinationHash: "r" }), leaving },
      { do: "update", patch: ["destination"] },
    ],
  ])("%s", (_name, differences, expected) => {
    expect(nextStep(situation(differences))).toEqual(expected);
  });

  test("where none can be taken down, two are the same for a moment", () => {
    const table = tableWith({ create: never, delete: never });
    const step = nextStep(situation({ table, wanted: moved, leaving: swap }));
    expect(step).toEqual({ do: "update", patch: ["destination"] });
  });
});

import { CapabilityError, MultistreamError } from "@polycast/core";
import { describe, expect, test } from "vitest";
import { acceptedOf, acceptedStreamOf, notThereYet } from "./accepted.ts";
import { acceptedAfter, type Circumstances } from "./accepted-after.ts";
import { acceptedAfterLook } from "./after-look.ts";
import { acceptedAfterRefusal } from "./fixed-fields.ts";
import { acceptedTarget, late, now, rigid, tableWith, wantedTarget } from "./sample-target.test.support.ts";
import { wantedOf } from "./wanted.ts";

function call(differences: Partial<Circumstances> = {}): Circumstances {
  const known = { table: late, streamState: "live", sessionId: "s1", now } as const;
  return { wanted: wantedTarget(), accepted: acceptedTarget(), ...known, ...differences };
}

const awaited = (...changes: string[]) => ({ changes, applies: "next_session", since: now, sessionId: "s1" });
const moved = wantedTarget({ destinationHash: "q" });
const off = wantedTarget({ enabled: false });

const kept = (field: string) => new CapabilityError("unsupported", "kept", { operation: `target.update.${field}` });

describe("the columns", () => {
  test("an empty one: there is all that the row says, also of one that is to be gone", () => {
    const row = { name: "Twitch", enabled: false, rendition: "720p", videoOnly: true, updatedAt: 1, notices: [] };
    expect(acceptedOf(undefined, wantedOf({ ...row, deletingAt: 5 }))).toEqual({
      there: true,
      name: "Twitch",
      enabled: false,
      rendition: "720p",
      videoOnly: true,
    });
    expect(acceptedStreamOf(undefined, { name: "a", enabled: true })).toEqual({ name: "a", enabled: true });
  });

  test("a text is read as it was written, and nothing else", () => {
    const accepted = acceptedTarget({ mayHold: ["q"], fixed: ["name"] });
    expect(acceptedOf(JSON.stringify(accepted), moved)).toEqual(accepted);
    expect(acceptedStreamOf('{"name":"b","enabled":false}', { name: "a", enabled: true }).name).toBe("b");
    for (const text of ["", "{}", '{"there":true}', "7"]) {
      expect(() => acceptedOf(text, moved)).toThrow(expect.objectContaining({ code: "internal" }));
    }
  });

  test("a row tells the wish", () => {
    const row = { name: "Twitch", enabled: true, rendition: "source", destinationHash: "p", updatedAt: now };
    expect(wantedOf({ ...row, notices: [] })).toEqual(wantedTarget());
    const gone = wantedOf({ ...row, notices: [{ code: "needs_key" }], deletingAt: 5 });
    expect(gone).toEqual({ ...wantedTarget(), gone: true, needsKey: true, changedAt: 5 });
  });

  test("a new target that is off is absent for that reason only where its provider has no switch", () => {
    const off = wantedTarget({ enabled: false });
    expect(notThereYet(wantedTarget(), rigid)).toEqual({ there: false });
    expect(notThereYet(off, rigid)).toEqual({ there: false, off: true });
    expect(notThereYet(off, late)).toEqual({ there: false });
  });
});

describe("after a step", () => {
  test("what is late is awaited, what is not is not", () => {
    const wanted = { ...moved, name: "B" };
    const after = acceptedAfter({ do: "update", patch: ["destination", "name"] }, call({ wanted }));
    expect(after).toEqual(acceptedTarget({ name: "B", destinationHash: "q", awaiting: awaited("update") as never }));
    const named = acceptedAfter({ do: "update", patch: ["name"] }, call({ wanted }));
    expect(named).toEqual(acceptedTarget({ name: "B" }));
    const idle = acceptedAfter({ do: "update", patch: ["destination"] }, call({ wanted: moved, streamState: "idle" }));
    expect(idle).toEqual(acceptedTarget({ destinationHash: "q" }));
  });

  test("on takes the place of off; the rest adds up, since the first", () => {
    const first = acceptedAfter({ do: "update", patch: ["enabled"] }, call({ wanted: off }));
    expect(first.awaiting).toEqual(awaited("disable"));
    const again = acceptedAfter({ do: "update", patch: ["enabled"] }, call({ accepted: first, now: now + 5 }));
    expect(again.awaiting).toEqual(awaited("enable"));
    const more = acceptedAfter({ do: "update", patch: ["destination"] }, call({ accepted: again, wanted: moved }));
    expect(more.awaiting).toEqual(awaited("enable", "update"));
  });

  test("what was deleted is absent because it is off, gone, or to be made again", () => {
    const remove = { do: "delete" } as const;
    expect(acceptedAfter(remove, call({ wanted: off }))).toEqual({
      there: false,
      off: true,
      awaiting: awaited("disable"),
    });
    expect(acceptedAfter(remove, call({ wanted: { ...off, gone: true } }))).toEqual({
      there: false,
      awaiting: awaited("delete"),
    });
    const replaced = acceptedAfter(remove, call({ wanted: moved }));
    expect(replaced).toEqual({ there: false, awaiting: awaited("update") });
    const made = acceptedAfter({ do: "create" }, call({ wanted: moved, accepted: replaced, now: now + 5 }));
    expect(made).toEqual({ ...acceptedTarget({ destinationHash: "q" }), awaiting: awaited("update") });
    expect(acceptedAfter(remove, call({ wanted: off, table: rigid, streamState: "idle" }))).toEqual({
      there: false,
      off: true,
    });
  });

  test("what is made is a new one, or one that is on again", () => {
    const create = { do: "create" } as const;
    expect(acceptedAfter(create, call({ accepted: { there: false } })).awaiting).toEqual(awaited("create"));
    expect(acceptedAfter(create, call({ accepted: { there: false, off: true } })).awaiting).toEqual(awaited("enable"));
  });

  test("the answer may know better that a session runs", () => {
    const answered = { changes: ["update" as const], applies: "next_session" as const };
    const blind = call({ wanted: moved, streamState: "idle", sessionId: undefined, answered });
    const after = acceptedAfter({ do: "update", patch: ["destination"] }, blind);
    expect(after.awaiting).toEqual({ ...answered, since: now });
  });

  test("what the provider keeps against its table is remembered, once", () => {
    const accepted = acceptedTarget();
    const fixed = acceptedAfterRefusal(accepted, kept("destination"));
    expect(fixed).toEqual({ ...accepted, fixed: ["destination"] });
    expect(fixed && acceptedAfterRefusal(fixed, kept("destination"))).toBeUndefined();
    expect(fixed && acceptedAfterRefusal(fixed, kept("name"))).toEqual({ ...accepted, fixed: ["destination", "name"] });
    expect(acceptedAfterRefusal({ there: false }, kept("name"))).toBeUndefined();
    expect(acceptedAfterRefusal(accepted, kept("colour"))).toBeUndefined();
    expect(acceptedAfterRefusal(accepted, new MultistreamError("unsupported", "no"))).toBeUndefined();
  });
});

describe("after a look", () => {
  const found = { name: "Twitch", enabled: true, rendition: "source" };
  const work = { since: now, attempts: 1 };
  const full = tableWith({});

  test("what was to be deleted is gone, what was there has vanished", () => {
    const look = call({ wanted: off });
    expect(acceptedAfterLook(undefined, { ...look, work: { ...work, inDoubt: "delete" } })).toMatchObject({
      off: true,
    });
    expect(acceptedAfterLook(undefined, look)).toEqual({ there: false });
    const absent = { there: false, off: true } as const;
    expect(acceptedAfterLook(undefined, { ...look, accepted: absent })).toEqual(absent);
  });

  test("a created one that is found sends where the call said, whatever is wanted since", () => {
    const look = {
      ...call({ wanted: moved, accepted: { there: false } }),
      work: { ...work, inDoubt: "create", sent: "p" },
    } as const;
    const accepted = acceptedAfterLook(found, look);
    expect(accepted).toEqual({ ...acceptedTarget(), awaiting: awaited("create") });
    expect(acceptedAfterLook({ ...found, sendsThere: true }, look)).toMatchObject({ destinationHash: "q" });
  });

  test("where an update in doubt cannot be read it is not known, and may be either", () => {
    const look = { ...call({ wanted: moved, table: full }), work: { ...work, inDoubt: "update", sent: "q" } } as const;
    const { destinationHash: _unknown, ...rest } = acceptedTarget({ mayHold: ["p", "q"] });
    expect(acceptedAfterLook(found, look)).toEqual(rest);
    expect(acceptedAfterLook({ ...found, sendsThere: false }, look)).toEqual(rest);
    expect(acceptedAfterLook({ ...found, sendsThere: true }, look)).toEqual(acceptedTarget({ destinationHash: "q" }));
    const many = acceptedTarget({ mayHold: Array.from({ length: 20 }, (_none, index) => `h${index}`) });
    const again = acceptedAfterLook(found, { ...look, accepted: many });
    expect(again.there && again.mayHold).toHaveLength(8);
  });

  test("a call in doubt that carried no destination has changed none", () => {
    const look = { ...call({ wanted: off, table: full }), work: { ...work, inDoubt: "update" } } as const;
    expect(acceptedAfterLook(found, look)).toEqual(acceptedTarget());
    expect(acceptedAfterLook({ ...found, sendsThere: false }, look)).toEqual(acceptedTarget());
  });

  test("what took effect late is awaited; what somebody else has changed is not", () => {
    const doubtful = { ...call({ wanted: off }), work: { ...work, inDoubt: "update" } } as const;
    const offThere = { ...found, enabled: false, sendsThere: true };
    expect(acceptedAfterLook(offThere, doubtful).awaiting).toEqual(awaited("disable"));
    expect(acceptedAfterLook(offThere, call())).toEqual(acceptedTarget({ enabled: false }));
  });

  test("what the provider does not keep is not taken from it", () => {
    const look = call({ table: rigid, streamState: "idle" });
    const odd = { name: "rtmp host", enabled: false, rendition: "source" };
    expect(acceptedAfterLook(odd, look)).toEqual(acceptedTarget());
  });
});

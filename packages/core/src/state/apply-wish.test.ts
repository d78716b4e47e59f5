import { describe, expect, test } from "vitest";
import { aStream, aTarget } from "../fixtures.test.support.ts";
import type { Known } from "./apply-observation.ts";
import { applyWish } from "./apply-wish.ts";

const at = "2026-03-01T12:00:00.000Z";
const live = { state: "live", source: "relay" } as const;
const knownWith = (...targets: ReturnType<typeof aTarget>[]): Known => ({
  stream: aStream({ targets }),
  seen: new Map([["t1", 7]]),
});
const told = (applied: ReturnType<typeof applyWish>) => applied.events.map(({ type }) => type);

describe("a stream", () => {
  test("that is new is told with its targets, and its states count as untold", () => {
    const stream = aStream({ status: live, targets: [aTarget({ status: live })] });
    const applied = applyWish(undefined, { what: "stream", did: "created", stream }, at);
    expect(told(applied)).toEqual(["stream.created", "target.created"]);
    expect(applied.events[1]?.data).toMatchObject({ target: { status: live } });
    expect(applied.known?.stream.targets?.[0]?.status.state).toBe("unknown");
  });

  test("that is known already is not told again", () => {
    const known = knownWith(aTarget());
    const applied = applyWish(known, { what: "stream", did: "created", stream: known.stream }, at);
    expect(told(applied)).toEqual([]);
  });

  test("that changes keeps what was observed and names what changed", () => {
    const known = knownWith(aTarget());
    const { name } = known.stream;
    const stream = aStream({ name: "Renamed", status: live, targets: [] });
    const applied = applyWish(known, { what: "stream", did: "updated", stream }, at);
    expect(applied.events).toMatchObject([{ type: "stream.updated", data: { changed: ["name"], previous: { name } } }]);
    expect(applied.known?.stream.status).toEqual(known.stream.status);
    expect(applied.known?.stream.targets).toHaveLength(1);
    expect(applied.known?.seen).toBe(known.seen);
  });

  test("that is deleted takes its targets along", () => {
    const known = knownWith(aTarget(), aTarget({ id: "t2" }));
    const applied = applyWish(known, { what: "stream", did: "deleted", streamId: known.stream.id }, at);
    expect(told(applied)).toEqual(["target.deleted", "target.deleted", "stream.deleted"]);
    expect(applied.known).toBeUndefined();
  });
});

describe("a target", () => {
  test("that is switched off carries the new wish and the old state", () => {
    const known = knownWith(aTarget({ status: live }));
    const target = aTarget({ enabled: false, status: { state: "disabled", source: "relay" } });
    const applied = applyWish(known, { what: "target", did: "updated", target }, at);
    expect(applied.events).toMatchObject([
      {
        type: "target.updated",
        data: { changed: ["enabled"], previous: { enabled: true }, target: { enabled: false } },
      },
    ]);
    expect(applied.known?.stream.targets?.[0]).toMatchObject({ enabled: false, status: live });
  });

  test("whose answer says nothing new is not told", () => {
    const known = knownWith(aTarget());
    expect(told(applyWish(known, { what: "target", did: "updated", target: aTarget({ status: live }) }, at))).toEqual(
      [],
    );
  });

  test("that is deleted is forgotten, and only once", () => {
    const known = knownWith(aTarget());
    const wish = { what: "target", did: "deleted", target: aTarget() } as const;
    const applied = applyWish(known, wish, at);
    expect(told(applied)).toEqual(["target.deleted"]);
    expect(applied.known?.stream.targets).toEqual([]);
    expect(told(applyWish(applied.known, wish, at))).toEqual([]);
  });

  test("of a stream that nobody knows is passed over", () => {
    expect(applyWish(undefined, { what: "target", did: "created", target: aTarget() }, at)).toEqual({
      known: undefined,
      events: [],
    });
  });
});

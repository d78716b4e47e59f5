import { describe, expect, test } from "vitest";
import { aStream, aTarget } from "../fixtures.test.support.ts";
import { applyObservation } from "./apply-observation.ts";
import { applyWish } from "./apply-wish.ts";
import { beginKnown } from "./begin-known.ts";
import type { Known } from "./known.ts";

const at = "2026-03-01T12:00:00.000Z";
const live = { state: "live", source: "relay" } as const;
const knownWith = (...targets: ReturnType<typeof aTarget>[]): Known => beginKnown(aStream({ targets, status: live }));
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
    expect(applied.known?.registers).toEqual(known.registers);
  });

  test("that was read tells what has changed of it and of the targets that are known", () => {
    const known = knownWith(aTarget());
    const targets = [aTarget({ enabled: false }), aTarget({ id: "t2" })];
    const stream = aStream({ name: "Renamed", targets });
    const applied = applyWish(known, { what: "stream", did: "read", stream }, at);
    expect(told(applied)).toEqual(["stream.updated", "target.updated"]);
    expect(applied.known?.stream.targets).toMatchObject([{ id: "t1", enabled: false }]);
    expect(applyWish(undefined, { what: "stream", did: "read", stream }, at)).toEqual({ known: undefined, events: [] });
  });

  test("that is deleted takes its targets along", () => {
    const known = knownWith(aTarget(), aTarget({ id: "t2" }));
    const applied = applyWish(known, { what: "stream", did: "deleted", streamId: known.stream.id }, at);
    expect(told(applied)).toEqual(["target.deleted", "target.deleted", "stream.deleted"]);
    expect(applied.known).toBeUndefined();
  });
});

describe("a target", () => {
  test("that is new begins with what holds for all of its stream", () => {
    const idle = { state: "idle", source: "relay" } as const;
    const seen = { streamId: "s1", sequence: 5, occurredAt: at };
    const { known } = applyObservation(knownWith(), { ...seen, kind: "stream", status: idle }, at);
    const applied = applyWish(known, { what: "target", did: "created", target: aTarget({ status: live }) }, at);
    expect(told(applied)).toEqual(["target.created"]);
    expect(applied.known?.stream.targets?.[0]?.status.state).toBe("idle");
    const later = { ...seen, sequence: 6, kind: "target", targetId: "t1", status: live } as const;
    expect(applyObservation(applied.known ?? known, later, at).events).toMatchObject([{ type: "target.live" }]);
  });

  test("that is no longer wanted is told to be disabled at once where its stream has stopped already", () => {
    const idle = { state: "idle", source: "relay" } as const;
    const seen = { streamId: "s1", sequence: 5, occurredAt: at };
    const { known } = applyObservation(
      knownWith(aTarget({ status: live })),
      { ...seen, kind: "stream", status: idle },
      at,
    );
    const applied = applyWish(known, { what: "target", did: "updated", target: aTarget({ enabled: false }) }, at);
    expect(told(applied)).toEqual(["target.updated", "target.disabled"]);
  });

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
    expect(applied.known?.registers.targets).toEqual({});
    expect(told(applyWish(applied.known, wish, at))).toEqual([]);
  });

  test("of a stream that nobody knows is passed over", () => {
    expect(applyWish(undefined, { what: "target", did: "created", target: aTarget() }, at)).toEqual({
      known: undefined,
      events: [],
    });
  });
});

import { describe, expect, it } from "vitest";
import { engines } from "../store/contract/engines.test.support.ts";
import { getLease, getRelayStream } from "../store/index.ts";
import { toldOn } from "../store/told-on.test.support.ts";
import { contestOf } from "./contest.ts";
import { endOrphanedStreams } from "./orphaned-streams.ts";
import { leaseOf } from "./relay-lease.ts";
import { seen, sharedStore, storedStream } from "./relay-records.test.support.ts";

const wanted = new AbortController().signal;
const session = { id: "one", startedAt: "2026-01-02T03:04:05.000Z" };

describe.each(engines)("who owns a stream on $name", (engine) => {
  async function twoRelays() {
    const shared = sharedStore(await engine.open());
    await shared.port.put(storedStream());
    const [a, b] = [shared.relay("a"), shared.relay("b")];
    for (const { lease } of [a, b]) await lease.renew();
    const row = () => shared.store.read(() => getRelayStream("s1"));
    return { ...shared, a, b, row };
  }

  it("is the relay that has claimed it, until it lets go; what it left goes on", async () => {
    const { a, b, row } = await twoRelays();
    expect(await a.ownership.claim("s1", wanted)).toEqual({ owned: true });
    expect(await a.ownership.claim("s1", wanted)).toBe("owned");
    expect(await b.ownership.claim("s1", wanted)).toEqual({ retryAfterMs: 250 });
    a.ownership.told("s1");
    await a.ownership.release("s1", { session, lastSequence: 7 });
    expect(await row()).toMatchObject({ owner: "a", epoch: 1, released: true });
    expect(await b.ownership.claim("s1", wanted)).toEqual({ owned: true, left: { session, lastSequence: 7 } });
    expect([a.ownership.held, b.ownership.held]).toEqual([[], ["s1"]]);
    // A late word of the former owner changes nothing.
    await a.ownership.release("s1", { lastSequence: 9 });
    expect(await row()).toMatchObject({ owner: "b", epoch: 2, released: false });
  });

  it("is told to be contested, so that the owner may hand it over", async () => {
    const { store, a, b } = await twoRelays();
    await a.ownership.claim("s1", wanted);
    const told = await toldOn(store, "relays", () => b.ownership.claim("s1", wanted));
    expect(told).toEqual([contestOf("s1")]);
  });

  it("is not taken from a lease that is over before 5 s more have passed", async () => {
    const { clock, a, b, row } = await twoRelays();
    await a.ownership.claim("s1", wanted);
    clock.advance(9_999);
    expect(await b.ownership.claim("s1", wanted)).toEqual({ retryAfterMs: 250 });
    clock.advance(1);
    expect(await b.ownership.claim("s1", wanted)).toEqual({ retryAfterMs: 5_000 });
    clock.advance(4_999);
    expect(await b.ownership.claim("s1", wanted)).toEqual({ retryAfterMs: 1 });
    clock.advance(1);
    expect(await b.ownership.claim("s1", wanted)).toEqual({ owned: true });
    expect(await row()).toMatchObject({ owner: "b", epoch: 2, released: false });
  });

  it("is free at once when the owner has given its lease free", async () => {
    const { a, b } = await twoRelays();
    await a.ownership.claim("s1", wanted);
    await a.lease.close();
    expect(await b.ownership.claim("s1", wanted)).toEqual({ owned: true });
  });

  it("stays its owner's who lives and does not hand over: another is refused in the end", async () => {
    const { clock, a, b } = await twoRelays();
    await a.ownership.claim("s1", wanted);
    const asked: unknown[] = [];
    for (let s = 0; s <= 16; s++) {
      asked.push(await b.ownership.claim("s1", wanted));
      clock.advance(1_000);
      await a.lease.renew();
    }
    expect(asked.slice(0, 16)).toEqual(Array.from({ length: 16 }, () => ({ retryAfterMs: 250 })));
    expect(asked[16]).toBe("refused");
    expect(await b.ownership.claim("s1", wanted)).toEqual({ retryAfterMs: 250 });
  });

  it("is confirmed by the store, with the lease renewed in the same unit", async () => {
    const { store, clock, a, b } = await twoRelays();
    await a.ownership.claim("s1", wanted);
    expect(await a.ownership.confirm(["s1", "none"])).toEqual(new Set(["s1"]));
    clock.advance(20_000);
    expect(a.lease.isGood).toBe(false);
    // Nobody has taken it: it is still ours, and from here on nobody can.
    expect(await a.ownership.confirm(["s1"])).toEqual(new Set(["s1"]));
    expect(a.lease.isGood).toBe(true);
    expect(await store.read(() => getLease(leaseOf("a")))).toMatchObject({ expiresAt: clock.now() + 10_000 });
    expect(await b.ownership.claim("s1", wanted)).toEqual({ retryAfterMs: 250 });
    clock.advance(20_000);
    await b.ownership.claim("s1", wanted);
    expect(await a.ownership.confirm(["s1"])).toEqual(new Set());
    expect(a.ownership.held).toEqual([]);
  });

  it("is lost when the store says that another has it by now", async () => {
    const { clock, a, b, row } = await twoRelays();
    await a.ownership.claim("s1", wanted);
    const before = await row();
    clock.advance(15_000);
    await b.ownership.claim("s1", wanted);
    const after = await row();
    expect(a.ownership.forgetLost(before ? [before] : [])).toEqual([]);
    expect(a.ownership.forgetLost(after ? [after] : [])).toEqual(["s1"]);
    expect(b.ownership.forgetLost([before, after].flatMap((one) => one ?? []))).toEqual([]);
  });

  it("is taken back where others let go of it for a relay that was not heard of, unless one has taken it", async () => {
    const { store, sealer, clock, a, b, row } = await twoRelays();
    const isLetGo = async (): Promise<boolean> => a.ownership.isLetGo([await row()].flatMap((one) => one ?? []));
    await a.ownership.claim("s1", wanted);
    const letGo = () => endOrphanedStreams(b.parts, { sealer, waitMs: 0, epoch: 1 });
    clock.advance(30_001);
    expect([await isLetGo(), await letGo(), await isLetGo()]).toEqual([false, 1, true]);
    await a.ownership.takeBack();
    expect([await isLetGo(), await row()]).toMatchObject([false, { owner: "a", epoch: 1, released: false }]);
    expect(await letGo()).toBe(1);
    expect(await a.ownership.confirm(["s1"])).toEqual(new Set(["s1"]));
    expect(await row()).toMatchObject({ owner: "a", epoch: 1, released: false });
    clock.advance(30_001);
    expect(await letGo()).toBe(1);
    await b.ownership.claim("s1", wanted);
    expect(await isLetGo()).toBe(false);
    expect(await a.ownership.confirm(["s1"])).toEqual(new Set());
    expect(store.healthy()).toBe(true);
  });

  it("is not taken back while it is being let go of", async () => {
    const { a, row } = await twoRelays();
    await a.ownership.claim("s1", wanted);
    const released = a.ownership.release("s1", { lastSequence: 0 });
    const takenBack = a.ownership.takeBack();
    await Promise.all([released, takenBack]);
    expect(await row()).toMatchObject({ owner: "a", epoch: 1, released: true });
  });

  it("hands on a session that it has never taken up", async () => {
    const { a, b } = await twoRelays();
    await a.ownership.claim("s1", wanted);
    a.ownership.told("s1");
    await a.ownership.release("s1", { session, lastSequence: 7 });
    await b.ownership.claim("s1", wanted);
    // Its encoder went away meanwhile.
    await b.ownership.release("s1", { lastSequence: 0 });
    expect(await a.ownership.claim("s1", wanted)).toEqual({ owned: true, left: { session, lastSequence: 7 } });
    a.ownership.told("s1");
    await a.ownership.release("s1", { lastSequence: 0 });
    expect(await b.ownership.claim("s1", wanted)).toEqual({ owned: true, left: { lastSequence: 7 } });
  });

  it("has said everything before the stream is free", async () => {
    const { a, reports } = await twoRelays();
    await a.ownership.claim("s1", wanted);
    a.reports.add(seen("s1", 1));
    a.reports.add(seen("s1", 20));
    await a.ownership.release("s1", { lastSequence: 0 });
    const told = (await reports()).flatMap(({ body }) => JSON.parse(body) as { sequence: number }[]);
    expect(told.map(({ sequence }) => sequence)).toEqual([1, 20]);
  });

  it("cannot be had of a stream that is gone, nor while the store is away", async () => {
    const { store, a, port } = await twoRelays();
    await port.remove("s1");
    expect(await a.ownership.claim("s1", wanted)).toBe("refused");
    await store.close();
    await expect(a.ownership.claim("s1", wanted)).rejects.toMatchObject({ code: "provider_unavailable" });
    await expect(a.ownership.confirm(["s1"])).rejects.toMatchObject({ code: "provider_unavailable" });
  });
});

import type { Observation } from "@polycast/core";
import { describe, expect, it } from "vitest";
import { engines } from "../store/contract/engines.test.support.ts";
import { endAbandonedSessions } from "./abandoned-sessions.ts";
import { sharedStore, storedStream } from "./relay-records.test.support.ts";

const never = new AbortController().signal;
const session = { id: "one", startedAt: "2026-01-02T03:04:05.000Z" };

describe.each(engines)("a session that was left for another relay on $name", (engine) => {
  it("is ended once when its encoder has come to none in time", async () => {
    const { store, sealer, clock, port, relay, reports } = sharedStore(await engine.open());
    await port.put(storedStream());
    const [a, b] = [relay("a"), relay("b")];
    await a.ownership.claim("s1", never);
    await a.ownership.release("s1", { session, lastSequence: clock.now() * 1_000 + 5_000 });
    const end = () => endAbandonedSessions(b.parts, { sealer, waitMs: 65_000, epoch: 1 });
    clock.advance(65_000);
    expect(await end()).toBe(0);
    clock.advance(1);
    const [one, other] = await Promise.all([end(), end()]);
    expect(one + other).toBe(1);
    const [report, ...others] = await reports();
    expect([report?.source, others]).toEqual(["relay:b/1", []]);
    const told = JSON.parse(report?.body ?? "[]") as Observation[];
    expect(told).toMatchObject([
      { kind: "stream", streamId: "s1", status: { state: "idle", source: "assumed" }, session, ended: true },
      { kind: "target", targetId: "t1", status: { state: "idle", source: "assumed" }, sessionId: "one" },
    ]);
    const last = told.at(-1)?.sequence ?? 0;
    // The next owner counts on from there.
    expect(await b.ownership.claim("s1", never)).toEqual({ owned: true, left: { lastSequence: last } });
    expect(store.healthy()).toBe(true);
  });

  it("goes on when a relay has taken it", async () => {
    const { sealer, clock, port, relay, reports } = sharedStore(await engine.open());
    await port.put(storedStream());
    const [a, b] = [relay("a"), relay("b")];
    await a.ownership.claim("s1", never);
    await a.ownership.release("s1", { session, lastSequence: 1 });
    await b.ownership.claim("s1", never);
    clock.advance(70_000);
    expect(await endAbandonedSessions(a.parts, { sealer, waitMs: 65_000, epoch: 1 })).toBe(0);
    expect(await reports()).toEqual([]);
  });
});

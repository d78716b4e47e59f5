import type { Observation } from "@polycast/core";
import { describe, expect, it } from "vitest";
import { engines } from "../store/contract/engines.test.support.ts";
import { getRelayStream } from "../store/index.ts";
import { endOrphanedStreams } from "./orphaned-streams.ts";
import { sharedStore, storedStream } from "./relay-records.test.support.ts";

const never = new AbortController().signal;

describe.each(engines)("a stream of a relay that has died, on $name", (engine) => {
  async function afterDeath(enabled = true) {
    const { store, sealer, clock, port, relay, reports } = sharedStore(await engine.open());
    await port.put(storedStream({ enabled }));
    const [a, b, c] = [relay("a"), relay("b"), relay("c")];
    for (const { lease } of [a, b]) await lease.renew();
    await a.ownership.claim("s1", never);
    const row = () => store.read(() => getRelayStream("s1"));
    const end = ({ parts } = b) => endOrphanedStreams(parts, { sealer, waitMs: 65_000, epoch: 1 });
    const told = async () => (await reports()).flatMap(({ body }) => JSON.parse(body) as Observation[]);
    return { clock, port, a, b, c, row, end, reports, told };
  }

  it("is said to be idle, once, when its encoder has come to no other one in time", async () => {
    const { clock, port, b, c, row, end, reports, told } = await afterDeath();
    clock.advance(64_999);
    expect([await end(), (await port.get("s1"))?.seen]).toEqual([0, "held"]);
    clock.advance(1);
    const [one, other] = await Promise.all([end(), end(c)]);
    expect(one + other).toBe(1);
    expect(await reports()).toHaveLength(1);
    expect(await told()).toMatchObject([
      { kind: "stream", streamId: "s1", status: { state: "idle", source: "assumed" }, ended: true },
      { kind: "target", targetId: "t1", status: { state: "idle", source: "assumed" } },
    ]);
    expect(await row()).toMatchObject({ owner: "a", epoch: 1, released: true });
    expect((await port.get("s1"))?.seen).toBe("at_rest");
    const last = (await told()).at(-1)?.sequence ?? 0;
    // The next owner counts on from there.
    expect(await b.ownership.claim("s1", never)).toEqual({ owned: true, left: { lastSequence: last } });
  });

  it("is said to be disabled where it is", async () => {
    const { clock, end, told } = await afterDeath(false);
    clock.advance(70_000);
    expect(await end()).toBe(1);
    expect(await told()).toMatchObject([{ kind: "stream", status: { state: "disabled" } }, { kind: "target" }]);
  });

  it("stays its owner's who is heard of again, or another's who has taken it", async () => {
    const { clock, a, b, c, end, told } = await afterDeath();
    clock.advance(70_000);
    await a.lease.renew();
    expect(await end()).toBe(0);
    clock.advance(30_000);
    await b.lease.renew();
    await b.ownership.claim("s1", never);
    clock.advance(5_000);
    expect([await end(c), await told()]).toEqual([0, []]);
  });

  it("waits for no encoder where the relay has given its lease free without it", async () => {
    const { a, end } = await afterDeath();
    await a.lease.close();
    expect(await end()).toBe(1);
  });
});

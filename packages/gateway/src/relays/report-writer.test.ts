import { MultistreamError, type Observation } from "@polycast/core";
import { describe, expect, it, vi } from "vitest";
import { temporaryStore } from "../store/temporary-store.test.support.ts";
import { seen, type SharedStore, sharedStore, storedStream } from "./relay-records.test.support.ts";

const never = new AbortController().signal;

/** A relay whose store can be made to fail. */
async function relayWithOutage(...streams: string[]) {
  const shared = sharedStore(temporaryStore());
  const outage = { isOn: false };
  const through = {
    ...shared.store,
    write: (unit: Parameters<typeof shared.store.write>[0]) =>
      outage.isOn ? Promise.reject(new MultistreamError("provider_unavailable", "away")) : shared.store.write(unit),
  } as typeof shared.store;
  const relay = shared.relay("a", through);
  for (const id of streams) {
    await shared.port.put(storedStream({ id }));
    await relay.ownership.claim(id, never);
  }
  return { ...shared, a: relay, outage };
}

async function toldBy({ reports }: Pick<SharedStore, "reports">): Promise<Observation[]> {
  return (await reports()).flatMap(({ body }) => JSON.parse(body) as Observation[]);
}

const sequencesOf = (observations: readonly Observation[]) => observations.map(({ sequence }) => sequence);

describe("what a relay has seen", () => {
  it("is left in its order, with who says so", async () => {
    const shared = await relayWithOutage("s1");
    for (const sequence of [1, 2, 3]) shared.a.reports.add(seen("s1", sequence));
    await shared.a.reports.flush();
    expect(sequencesOf(await toldBy(shared))).toEqual([1, 2, 3]);
    expect((await shared.reports()).every(({ source }) => source === "relay:a/1")).toBe(true);
    expect(shared.a.reports).toMatchObject({ waiting: 0, lastSequence: 3 });
  });

  it("waits while the store is away, and goes by itself when it is back", async () => {
    const shared = await relayWithOutage("s1");
    const { clock, outage, a } = shared;
    outage.isOn = true;
    for (const sequence of [1, 2]) a.reports.add(seen("s1", sequence));
    await expect(a.reports.flush()).rejects.toMatchObject({ code: "provider_unavailable" });
    await vi.waitFor(() => expect(a.reports.waiting).toBe(2));
    outage.isOn = false;
    clock.advance(1_000);
    await a.reports.flush();
    expect(sequencesOf(await toldBy(shared))).toEqual([1, 2]);
  });

  it("is bounded meanwhile: the newest of each thing, and how sessions ended, are kept", async () => {
    const shared = await relayWithOutage("s1", "s2");
    const { outage, a } = shared;
    outage.isOn = true;
    a.reports.add(seen("s2", 1));
    a.reports.add(seen("s1", 2, { kind: "stream", ended: true }));
    a.reports.add(seen("s1", 3, { kind: "target", targetId: "t1" }));
    for (let sequence = 4; sequence <= 10_600; sequence++) a.reports.add(seen("s1", sequence));
    expect(a.reports.waiting).toBeLessThan(1_200);
    await expect(a.reports.flush()).rejects.toMatchObject({ code: "provider_unavailable" });
    outage.isOn = false;
    await a.reports.flush();
    const told = sequencesOf(await toldBy(shared));
    for (const kept of [1, 2, 3, 10_600]) expect(told).toContain(kept);
    expect(told.toSorted((one, other) => one - other)).toEqual(told);
  });

  it("is not left where the stream is another relay's, or gone", async () => {
    const shared = await relayWithOutage("s1", "s2", "s3");
    const { clock, port, relay, a } = shared;
    clock.advance(15_000);
    await relay("b").ownership.claim("s1", never);
    await port.remove("s3");
    for (const [index, id] of ["s1", "s2", "s3"].entries()) a.reports.add(seen(id, index));
    await a.reports.flush();
    expect((await toldBy(shared)).map(({ streamId }) => streamId)).toEqual(["s2"]);
  });
});

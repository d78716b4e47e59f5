import type { StoredStream } from "@polycast/selfhost";
import { describe, expect, it } from "vitest";
import { engines } from "../store/contract/engines.test.support.ts";
import { getRelayStream } from "../store/index.ts";
import { CANARY, sharedStore, storedStream } from "./relay-records.test.support.ts";
import { openWanted } from "./wanted.ts";

describe.each(engines)("the port over the store on $name", (engine) => {
  const open = async () => sharedStore(await engine.open());

  it("keeps a stream whole, and in no row in clear", async () => {
    const { store, port } = await open();
    await port.put(storedStream());
    expect(JSON.parse(JSON.stringify((await port.get("s1"))?.stream))).toEqual(storedStream());
    expect(JSON.stringify(await store.read(() => getRelayStream("s1")))).not.toContain(CANARY);
    await port.remove("s1");
    await port.remove("s1");
    expect(await port.get("s1")).toBeUndefined();
  });

  it("lists what there is, newest first", async () => {
    const { port } = await open();
    for (const day of [3, 1, 2])
      await port.put(storedStream({ id: `s${day}`, createdAt: `2026-01-0${day}T00:00:00.000Z` }));
    const first = await port.list({ limit: 2 });
    expect(first.data.map(({ stream }) => stream.id)).toEqual(["s3", "s2"]);
    const { nextCursor: cursor = "" } = first;
    expect((await port.list({ limit: 2, cursor })).data.map(({ stream }) => stream.id)).toEqual(["s1"]);
  });

  it("says whether a relay has it", async () => {
    const { port, relay } = await open();
    const { ownership } = relay("a");
    await port.put(storedStream());
    const look = async () => (await port.get("s1"))?.seen;
    expect(await look()).toBe("at_rest");
    await ownership.claim("s1", new AbortController().signal);
    expect(await look()).toBe("held");
    // The session waits for another relay.
    const session = { id: "one", startedAt: "2026-01-01T00:00:00.000Z" };
    await ownership.release("s1", { lastSequence: 1, session });
    expect(await look()).toBe("held");
    await ownership.claim("s1", new AbortController().signal);
    ownership.told("s1");
    await ownership.release("s1", { lastSequence: 1 });
    expect(await look()).toBe("at_rest");
  });

  it("counts commands, which change nothing of what is wanted", async () => {
    const { store, sealer, port } = await open();
    await port.put(storedStream());
    const before = (await port.get("s1"))?.stream;
    await port.command({ kind: "end", streamId: "s1" });
    await port.command({ kind: "restart", streamId: "s1", targetId: "t1" });
    await port.command({ kind: "restart", streamId: "s1", targetId: "t1" });
    const wanted = async () => {
      const row = await store.read(() => getRelayStream("s1"));
      return row && openWanted(sealer, row);
    };
    expect(await wanted()).toMatchObject({ version: 1, ends: 1, restarts: { t1: 2 } });
    // A change that began before them goes through, and forgets what was asked for a target that is gone.
    await port.put({ ...(before ?? storedStream()), targets: [] });
    expect(await wanted()).toMatchObject({ version: 2, ends: 1, restarts: {} });
    await expect(port.command({ kind: "end", streamId: "s2" })).rejects.toMatchObject({ code: "not_found" });
  });

  it("lets no change take back what another has changed meanwhile", async () => {
    const { port } = await open();
    await port.put(storedStream());
    const read = async (): Promise<StoredStream> => (await port.get("s1"))?.stream ?? storedStream();
    const [one, other] = [await read(), await read()];
    await port.put({ ...one, name: "One" });
    const refused = { code: "conflict", retryable: true, outcome: "not_applied" };
    await expect(port.put({ ...other, name: "Other" })).rejects.toMatchObject(refused);
    expect((await read()).name).toBe("One");
    await port.put({ ...(await read()), name: "Other" });
    expect((await read()).name).toBe("Other");
    const last = await read();
    await port.remove("s1");
    await expect(port.put(last)).rejects.toMatchObject({ code: "not_found" });
    // A new stream whose first answer was lost is put again.
    await port.put(storedStream());
    await port.put(storedStream({ name: "Again" }));
    expect((await read()).name).toBe("Again");
  });

  it("lets one of two changes win that are made at the same time", async () => {
    const { port } = await open();
    await port.put(storedStream());
    const [one, other] = [await port.get("s1"), await port.get("s1")];
    if (!one || !other) throw new Error("no stream");
    const changes = [port.put({ ...one.stream, name: "One" }), port.put({ ...other.stream, name: "Other" })];
    const puts = await Promise.allSettled(changes);
    expect(puts.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });
});

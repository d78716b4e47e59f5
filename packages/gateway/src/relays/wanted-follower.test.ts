import type { StoredStream } from "@polycast/selfhost";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { engines } from "../store/contract/engines.test.support.ts";
import { notify, putRelayStream, type Store } from "../store/index.ts";
import { contestOf } from "./contest.ts";
import { sharedStore, storedStream } from "./relay-records.test.support.ts";
import { WantedFollower } from "./wanted-follower.ts";

const nothing = async (): Promise<void> => undefined;

describe.each(engines)("what is wanted, on its way to a relay on $name", (engine) => {
  /** A follower with a relay that writes down what it is told. `isDeaf`: nothing is told between processes. */
  async function following(before: readonly StoredStream[] = [], isDeaf = false) {
    const shared = sharedStore(await engine.open());
    for (const stream of before) await shared.port.put(stream);
    const told: string[] = [];
    const owners: string[] = [];
    const contested: string[] = [];
    const deaf: Store = { ...shared.store, listen: () => () => undefined };
    const { parts } = shared.relay("a", isDeaf ? deaf : shared.store);
    const follower = new WantedFollower({
      parts,
      sealer: shared.sealer,
      relay: {
        put: async (streams) => void told.push(...streams.map(({ id, name }) => `put ${id} ${name}`)),
        remove: async (ids) => void told.push(`remove ${ids.join()}`),
        end: async (id) => void told.push(`end ${id}`),
        restart: async ({ streamId, id }) => void told.push(`restart ${streamId}/${id}`),
      },
      onOwners: (rows) => void owners.push(...rows.map(({ id, epoch }) => `${id} ${epoch}`)),
      onContested: (id) => void contested.push(id),
    });
    await follower.start();
    onTestFinished(() => follower.close());
    const expectTold = (expected: string[]) => vi.waitFor(() => expect(told).toEqual(expected), 10_000);
    return { ...shared, follower, told, owners, contested, expectTold };
  }

  it("is all there at the start, and follows", async () => {
    const { port, told, expectTold, follower } = await following([storedStream(), storedStream({ id: "s2" })]);
    expect(told).toEqual(["put s1 Show", "put s2 Show"]);
    expect(follower.streams).toBe(2);
    told.length = 0;
    await port.put(storedStream({ name: "Changed" }));
    await expectTold(["put s1 Changed"]);
    await port.remove("s2");
    await expectTold(["put s1 Changed", "remove s2"]);
  });

  it("comes with commands, each once", async () => {
    const { port, told, expectTold } = await following([storedStream()]);
    told.length = 0;
    await port.command({ kind: "restart", streamId: "s1", targetId: "t1" });
    await expectTold(["restart s1/t1"]);
    await port.command({ kind: "end", streamId: "s1" });
    await expectTold(["restart s1/t1", "end s1"]);
    await port.put(storedStream({ name: "Changed" }));
    await expectTold(["restart s1/t1", "end s1", "put s1 Changed"]);
  });

  it("was asked before the relay knew of it: then it was not asked of it", async () => {
    const { port, store, sealer } = await following();
    await port.put(storedStream());
    await port.command({ kind: "end", streamId: "s1" });
    const told: string[] = [];
    const { parts } = sharedStore(store).relay("b");
    const relay = { put: nothing, remove: nothing, restart: nothing, end: async () => void told.push("end") };
    const late = new WantedFollower({ parts, sealer, relay, onOwners: () => {}, onContested: () => {} });
    await late.start();
    await late.close();
    expect(told).toEqual([]);
  });

  it("is found by looking where nothing was told", async () => {
    const { port, clock, told, owners, expectTold } = await following(
      [storedStream(), storedStream({ id: "s2" })],
      true,
    );
    told.length = 0;
    await port.put(storedStream({ name: "Changed" }));
    await port.remove("s2");
    await port.put(storedStream({ id: "s3" }));
    expect(told).toEqual([]);
    clock.advance(2_000);
    await vi.waitFor(() => expect(told).toHaveLength(3), 10_000);
    await expectTold(["put s1 Changed", "put s3 Show", "remove s2"]);
    expect(owners).toEqual(["s1 0", "s3 0"]);
  });

  it("is passed over where it cannot be opened, and the rest goes on", async () => {
    const { store, port, expectTold, told } = await following([storedStream()]);
    told.length = 0;
    await store.write(() =>
      putRelayStream({ id: "s1", instance: "selfhost", wantedSealed: "v1.damaged", updatedAt: 1 }),
    );
    await port.put(storedStream({ id: "s2" }));
    await expectTold(["put s2 Show"]);
  });

  it("is told when another relay wants a stream", async () => {
    const { store, contested } = await following();
    await store.write(() => notify("relays", contestOf("s1")));
    await vi.waitFor(() => expect(contested).toEqual(["s1"]), 10_000);
  });
});

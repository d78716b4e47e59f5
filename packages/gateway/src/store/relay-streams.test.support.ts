import type { Engine } from "./contract/engines.test.support.ts";
import { claimRelayStream, releaseRelayStream } from "./relay-owners.ts";
import { getRelayStream, putRelayStream, type RelayLeft } from "./relay-streams.ts";

/** A store with what is wanted of some streams. */
export async function streamsOn(engine: Engine, ...ids: string[]) {
  const store = await engine.open();
  const put = (id: string, wantedSealed = "v1.a", instance = "selfhost") =>
    store.write(() => putRelayStream({ id, instance, wantedSealed, createdAt: 1, updatedAt: 1 }));
  for (const id of ids) await put(id);
  return {
    store,
    put,
    claim: (owner: string, mayTakeFrom?: string) => store.write(() => claimRelayStream("a", owner, mayTakeFrom)),
    release: (owner: string, epoch: number, left: RelayLeft = { sequence: 0 }) =>
      store.write(() => releaseRelayStream("a", owner, epoch, { ...left, at: 9 })),
    get: () => store.read(() => getRelayStream("a")),
  };
}

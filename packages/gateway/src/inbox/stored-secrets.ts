import { Secret } from "@polycast/core/provider";
import type { Sealer } from "../secrets/sealer.ts";
import { listProviderWebhooks, providerWebhookPlace, type Store } from "../store/index.ts";

/** What providers sign with that were told of an endpoint by us, in memory. */
export type StoredSecrets = {
  /** All of an instance: several while one endpoint takes the place of another. */
  of(instance: string): readonly Secret<string>[];
  /** Reads them from the store. */
  load(): Promise<void>;
};

/** Makes an empty collection. */
export function createStoredSecrets({ store, sealer }: { store: Store; sealer: Sealer }): StoredSecrets {
  let secrets = new Map<string, Secret<string>[]>();
  return {
    of: (instance) => secrets.get(instance) ?? [],
    async load() {
      const records = await store.read((reader) => listProviderWebhooks(reader));
      const loaded = new Map<string, Secret<string>[]>();
      for (const { id, provider, secretSealed } of records) {
        const secret = new Secret(sealer.open(secretSealed, providerWebhookPlace(id)));
        loaded.set(provider, [...(loaded.get(provider) ?? []), secret]);
      }
      secrets = loaded;
    },
  };
}

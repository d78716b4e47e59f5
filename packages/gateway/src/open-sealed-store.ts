import type { Log } from "@polycast/core/provider";
import type { Settings } from "./settings/index.ts";
import { openStore, openVault, type Store, type Vault } from "./store/index.ts";

/** Where it is, and what it is sealed with. */
export type SealedStoreSettings = Pick<Settings, "dataDir" | "secretKey"> & Partial<Pick<Settings, "databaseUrl">>;

/** A store that is open, and what opens what is in it. */
export type SealedStore = Vault & { store: Store };

/**
 * Opens the database that is set, else the embedded store in the data directory.
 *
 * @throws MultistreamError that names the setting at fault; nothing stays open then
 */
export async function openSealedStore(settings: SealedStoreSettings, log: Log): Promise<SealedStore> {
  const { databaseUrl, dataDir, secretKey } = settings;
  const store = databaseUrl ? await openDatabase(databaseUrl, log) : openStore({ dataDir });
  try {
    // With a database there is no key file: every process must be given the same key.
    const directory = databaseUrl ? {} : { dataDir };
    const vault = await openVault(store, { ...directory, secretKey: secretKey?.reveal() });
    return { store, ...vault };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Its client is loaded only where there is a database: it costs a start some 20 ms. */
async function openDatabase(url: NonNullable<Settings["databaseUrl"]>, log: Log): Promise<Store> {
  const { openPostgresStore } = await import("./store/postgres/open-postgres-store.ts");
  return openPostgresStore({ url, log });
}

import { randomBytes } from "node:crypto";
import { MultistreamError } from "@polycast/core";
import { createKeyFile, keyFilePath, readKeyFile } from "../secrets/key-file.ts";
import { createKeyedHash, type KeyedHash } from "../secrets/keyed-hash.ts";
import { KEY_BYTES } from "../secrets/master-key.ts";
import { createSealer, type Place, type Sealer } from "../secrets/sealer.ts";
import { type MasterKeys, parseSecretKeys } from "../secrets/secret-key.ts";
import { toDirectoryError } from "./directory-error.ts";
import { getMeta, setMeta } from "./meta.ts";
import { resealAll } from "./reseal.ts";
import type { Store } from "./store.ts";

/** What the gateway seals and hashes with. */
export type Vault = { sealer: Sealer; hash: KeyedHash };

export type VaultOptions = {
  dataDir: string;
  /** The text of `POLYCAST_SECRET_KEY`; absent: the key file of the data directory, made at the first start. */
  secretKey?: string | undefined;
};

const META_KEY = "hash_key";
const place: Place = { table: "meta", row: META_KEY, column: "value" };

/**
 * Opens the vault of a store and proves that the secret key is the one that the store was sealed with. The proof is
 * the sealed key of the keyed hash: random, made at the first start, and the same through every rotation. With a new
 * first key, everything is sealed again with it; after that the old keys can be removed.
 *
 * @throws MultistreamError `invalid_argument` when the key is malformed, missing or another one.
 */
export async function openVault(store: Store, options: VaultOptions): Promise<Vault> {
  const sealedHashKey = await store.read((reader) => getMeta(reader, META_KEY));
  const keys = findKeys(options, sealedHashKey !== undefined);
  const sealer = createSealer(keys);
  const hashKey =
    sealedHashKey === undefined ? randomBytes(KEY_BYTES).toString("base64") : prove(sealer, sealedHashKey);
  if (sealedHashKey === undefined || !sealer.isCurrent(sealedHashKey)) {
    await resealAll(store, sealer);
    // Last: until it is current, an interrupted rotation is taken up again.
    await store.write((transaction) => setMeta(transaction, META_KEY, sealer.seal(hashKey, place)));
  }
  return { sealer, hash: createKeyedHash(Buffer.from(hashKey, "base64")) };
}

function findKeys(options: VaultOptions, sealedBefore: boolean): MasterKeys {
  if (options.secretKey !== undefined) return parseSecretKeys(options.secretKey);
  const keys = readKeyFile(options.dataDir);
  if (keys) return keys;
  if (!sealedBefore) return makeKeys(options.dataDir);
  throw new MultistreamError("invalid_argument", "The store is sealed, and there is no key to open it.", {
    issues: [{ path: "POLYCAST_SECRET_KEY", message: "is not set" }],
    hint: `Set POLYCAST_SECRET_KEY to the key that was used before, or put the file ${keyFilePath(options.dataDir)} back.`,
  });
}

function makeKeys(dataDir: string): MasterKeys {
  try {
    return createKeyFile(dataDir);
  } catch (error) {
    throw toDirectoryError(error, dataDir);
  }
}

function prove(sealer: Sealer, sealedHashKey: string): string {
  try {
    return sealer.open(sealedHashKey, place);
  } catch {
    throw new MultistreamError("invalid_argument", "The secret key is not the one that this store was sealed with.", {
      issues: [{ path: "POLYCAST_SECRET_KEY", message: "is another key than the one this store was sealed with" }],
      hint: "Start with the former key. To change it, set POLYCAST_SECRET_KEY to `new,former` for one start.",
    });
  }
}

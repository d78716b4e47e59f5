import { randomBytes } from "node:crypto";
import { MultistreamError } from "@polycast/core";
import { createKeyFile, keyFilePath, readKeyFile } from "../secrets/key-file.ts";
import { createKeyedHash, type KeyedHash } from "../secrets/keyed-hash.ts";
import { KEY_BYTES } from "../secrets/master-key.ts";
import { createSealer, type Place, type Sealer } from "../secrets/sealer.ts";
import { type MasterKeys, parseSecretKeys } from "../secrets/secret-key.ts";
import { toDirectoryError } from "./directory-error.ts";
import type { Writing } from "./access.ts";
import { getMeta, setMeta } from "./meta.ts";
import { resealAll } from "./reseal.ts";
import type { Store } from "./store.ts";

/** What the gateway seals and hashes with. */
export type Vault = { sealer: Sealer; hash: KeyedHash };

export type VaultOptions = {
  /** Where the key file is. Absent where several processes share the store: then there is none, and the key must be given. */
  dataDir?: string | undefined;
  /** The text of `POLYCAST_SECRET_KEY`; absent: the key file of the data directory, made at the first start. */
  secretKey?: string | undefined;
};

const SHARED_HINT =
  "Set POLYCAST_SECRET_KEY, the same for every process on this database. Make one with `openssl rand -base64 32`.";

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
  const sealedHashKey = await store.read(() => getMeta(META_KEY));
  const keys = findKeys(options, sealedHashKey !== undefined);
  const sealer = createSealer(keys);
  const hashKey =
    sealedHashKey === undefined ? randomBytes(KEY_BYTES).toString("base64") : prove(sealer, sealedHashKey);
  if (sealedHashKey !== undefined && sealer.isCurrent(sealedHashKey)) return toVault(sealer, hashKey);
  await resealAll(store, sealer);
  // Last: until it is current, an interrupted rotation is taken up again.
  const kept = await store.write(() => replaceMeta(sealedHashKey, sealer.seal(hashKey, place)));
  return toVault(sealer, prove(sealer, kept));
}

function toVault(sealer: Sealer, hashKey: string): Vault {
  return { sealer, hash: createKeyedHash(Buffer.from(hashKey, "base64")) };
}

/** Of several processes that start at once, one is the first; the others take what it has set. */
function* replaceMeta(former: string | undefined, sealedHashKey: string): Writing<string> {
  const found = yield* getMeta(META_KEY);
  if (found !== undefined && found !== former) return found;
  yield* setMeta(META_KEY, sealedHashKey);
  return sealedHashKey;
}

function findKeys({ dataDir, secretKey }: VaultOptions, sealedBefore: boolean): MasterKeys {
  if (secretKey !== undefined) return parseSecretKeys(secretKey);
  if (dataDir === undefined) {
    throw keyMissing("With a database of its own, the store is sealed with a key that you set.", SHARED_HINT);
  }
  const keys = readKeyFile(dataDir);
  if (keys) return keys;
  if (!sealedBefore) return makeKeys(dataDir);
  throw keyMissing(
    "The store is sealed, and there is no key to open it.",
    `Set POLYCAST_SECRET_KEY to the key that was used before, or put the file ${keyFilePath(dataDir)} back.`,
  );
}

function keyMissing(message: string, hint: string): MultistreamError {
  return new MultistreamError("invalid_argument", message, {
    issues: [{ path: "POLYCAST_SECRET_KEY", message: "is not set" }],
    hint,
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

import type { Selectable } from "kysely";
import * as z from "zod";
import type { Reader, Transaction } from "./access.ts";
import { db } from "./database.ts";
import type { EpochMs, Tables } from "./tables.ts";

/**
 * What a key may do: `read` everything but credentials, read `ingest` credentials, `write` streams and targets; `admin`
 * may do all that and manage keys.
 */
const scopes = ["read", "ingest", "write", "admin"] as const;
const scopeSchema = z.enum(scopes);
export type Scope = z.infer<typeof scopeSchema>;

/** An API key without the key. */
export type ApiKeyRecord = {
  id: string;
  /** SHA-256 of the key, hexadecimal. */
  hash: string;
  name: string;
  scopes: Scope[];
  /** The key's last four characters, to tell keys apart. */
  last4: string;
  createdAt: EpochMs;
};

/** Stores a key, or renames and re-hashes the one that has its id. @throws MultistreamError `conflict` when the hash is another's. */
export function putApiKey(transaction: Transaction, key: ApiKeyRecord): void {
  const { id, hash, name, last4 } = key;
  const columns = { hash, name, last4, scopes: key.scopes.join(" ") };
  transaction.run(
    db
      .insertInto("api_keys")
      .values({ id, ...columns, created_at: key.createdAt })
      .onConflict((conflict) => conflict.column("id").doUpdateSet(columns)),
  );
}

/** Answers whether there was such a key. */
export function deleteApiKey(transaction: Transaction, id: string): boolean {
  return transaction.run(db.deleteFrom("api_keys").where("id", "=", id)) > 0;
}

/** Finds a key by the hash of what the caller sent. */
export function findApiKey(reader: Reader, hash: string): ApiKeyRecord | undefined {
  const row = reader.first(db.selectFrom("api_keys").selectAll().where("hash", "=", hash));
  return row && toRecord(row);
}

/** All keys, oldest first. */
export function listApiKeys(reader: Reader): ApiKeyRecord[] {
  return reader.all(db.selectFrom("api_keys").selectAll().orderBy("created_at").orderBy("id")).map(toRecord);
}

function toRecord(row: Selectable<Tables["api_keys"]>): ApiKeyRecord {
  return {
    id: row.id,
    hash: row.hash,
    name: row.name,
    scopes: z.array(scopeSchema).parse(row.scopes.split(" ")),
    last4: row.last4,
    createdAt: row.created_at,
  };
}

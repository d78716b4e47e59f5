import type { Selectable } from "kysely";
import * as z from "zod";
import { all, first, notify, type Reading, run, type Writing } from "./access.ts";
import { db } from "./database.ts";
import { MAX_PAGE, olderThan, type Page, toPage } from "./page-cursor.ts";
import type { EpochMs, Tables } from "./tables.ts";

/**
 * What a key may do: `read` everything but credentials, read `ingest` credentials, `write` streams and targets; `admin`
 * may do all that and manage keys.
 */
export const scopes = ["read", "ingest", "write", "admin"] as const;
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
  /** Whose it is; absent: it sees all tenants. */
  tenantId?: string;
  /** Absent: it does not expire. */
  expiresAt?: EpochMs;
  /** To the minute; absent: not used yet. */
  lastUsedAt?: EpochMs;
};

/**
 * Stores a key, or puts it in the place of the one that has its id, which keeps its times of creation and last use. Told
 * on `keys`, by its id.
 *
 * @throws MultistreamError `conflict` when the hash is another's.
 */
export function* putApiKey(key: ApiKeyRecord): Writing<void> {
  const { id, hash, name, last4 } = key;
  const columns = {
    hash,
    name,
    last4,
    scopes: key.scopes.join(" "),
    tenant_id: key.tenantId ?? null,
    expires_at: key.expiresAt ?? null,
  };
  yield* run(
    db
      .insertInto("api_keys")
      .values({ id, ...columns, created_at: key.createdAt, last_used_at: key.lastUsedAt ?? null })
      .onConflict((conflict) => conflict.column("id").doUpdateSet(columns)),
  );
  yield* notify("keys", id);
}

/** Answers whether there was such a key. Told on `keys`, by its id. */
export function* deleteApiKey(id: string): Writing<boolean> {
  yield* notify("keys", id);
  return (yield* run(db.deleteFrom("api_keys").where("id", "=", id))) > 0;
}

const MINUTE_MS = 60_000;

/** Notes the minute of a key's last use: worth calling once a minute per key, and not told. */
export function* touchApiKey(id: string, at: EpochMs): Writing<void> {
  const minute = at - (at % MINUTE_MS);
  const key = db.updateTable("api_keys").set({ last_used_at: minute }).where("id", "=", id);
  // Never back: another process may have been later.
  yield* run(key.where((row) => row.or([row("last_used_at", "is", null), row("last_used_at", "<", minute)])));
}

export function* getApiKey(id: string): Reading<ApiKeyRecord | undefined> {
  const row = yield* first(db.selectFrom("api_keys").selectAll().where("id", "=", id));
  return row && toRecord(row);
}

/** Finds a key by the hash of what the caller sent, expired or not. */
export function* findApiKey(hash: string): Reading<ApiKeyRecord | undefined> {
  const row = yield* first(db.selectFrom("api_keys").selectAll().where("hash", "=", hash));
  return row && toRecord(row);
}

/** Is there a key that may do everything, for all tenants, at a time? */
export function* hasAdminKey(now: EpochMs): Reading<boolean> {
  const query = db
    .selectFrom("api_keys")
    .select("id")
    // A word of the list: no other scope contains it.
    .where("scopes", "like", "%admin%")
    .where("tenant_id", "is", null)
    .where((row) => row.or([row("expires_at", "is", null), row("expires_at", ">", now)]))
    .limit(1);
  return (yield* first(query)) !== undefined;
}

/** Which keys; without a tenant those of all, and those of none. */
export type ApiKeyQuery = { tenantId?: string; cursor?: string; limit: number };

/**
 * One page, newest first; at most 500 whatever the limit says.
 *
 * @throws MultistreamError `invalid_argument` on a foreign cursor.
 */
export function* listApiKeys(query: ApiKeyQuery): Reading<Page<ApiKeyRecord>> {
  const limit = Math.min(query.limit, MAX_PAGE);
  let select = db
    .selectFrom("api_keys")
    .selectAll()
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(limit + 1);
  if (query.tenantId !== undefined) select = select.where("tenant_id", "=", query.tenantId);
  if (query.cursor !== undefined) select = select.where(olderThan(query.cursor));
  return toPage((yield* all(select)).map(toRecord), limit);
}

function toRecord(row: Selectable<Tables["api_keys"]>): ApiKeyRecord {
  return {
    id: row.id,
    hash: row.hash,
    name: row.name,
    scopes: z.array(scopeSchema).parse(row.scopes.split(" ")),
    last4: row.last4,
    createdAt: row.created_at,
    ...(row.tenant_id === null ? {} : { tenantId: row.tenant_id }),
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
    ...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at }),
  };
}

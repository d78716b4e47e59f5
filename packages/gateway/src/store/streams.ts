import { metadataSchema } from "@polycast/core/provider";
import type { Metadata } from "@polycast/core";
import type { Selectable, Updateable } from "kysely";
import type { Reader, Transaction } from "./access.ts";
import { fromJson, toFlag } from "./columns.ts";
import { compileOnce } from "./compile-once.ts";
import { db } from "./database.ts";
import { MAX_PAGE, olderThan, type Page, toPage } from "./page-cursor.ts";
import type { EpochMs, Tables } from "./tables.ts";

/** A stream as it is wanted, and where it lives at its provider. */
export type StreamRecord = {
  id: string;
  /** The instance name in the config. */
  provider: string;
  /** The provider's own id; unique per instance. */
  providerId: string;
  name: string;
  enabled: boolean;
  reference?: string;
  metadata?: Metadata;
  /** JSON list of ingests, sealed for `ingestPlace(id)`. */
  ingestSealed: string;
  /** Keyed hash of the ingest key, where the stream is looked up by it. */
  ingestHash?: string;
  createdAt: EpochMs;
  updatedAt: EpochMs;
};

/** What may change; absent fields stay. */
export type StreamChanges = { updatedAt: EpochMs } & Partial<
  Pick<StreamRecord, "name" | "enabled" | "reference" | "metadata" | "ingestSealed" | "ingestHash">
>;

/** @throws MultistreamError `conflict` when the id, or the provider's id within its instance, is taken. */
export function insertStream(transaction: Transaction, stream: StreamRecord): void {
  transaction.run(
    db.insertInto("streams").values({
      id: stream.id,
      provider: stream.provider,
      provider_id: stream.providerId,
      name: stream.name,
      enabled: toFlag(stream.enabled),
      reference: stream.reference ?? null,
      metadata: stream.metadata ? JSON.stringify(stream.metadata) : null,
      ingest_sealed: stream.ingestSealed,
      ingest_hash: stream.ingestHash ?? null,
      created_at: stream.createdAt,
      updated_at: stream.updatedAt,
    }),
  );
}

/** Answers whether there was such a stream. */
export function updateStream(transaction: Transaction, id: string, changes: StreamChanges): boolean {
  return transaction.run(db.updateTable("streams").set(toColumns(changes)).where("id", "=", id)) > 0;
}

/** Deletes it with its targets; its events stay. Answers whether there was such a stream. */
export function deleteStream(transaction: Transaction, id: string): boolean {
  return transaction.run(db.deleteFrom("streams").where("id", "=", id)) > 0;
}

export function getStream(reader: Reader, id: string): StreamRecord | undefined {
  const row = reader.first(byId({ id }));
  return row && toRecord(row);
}

const byId = compileOnce(({ id }: { id: string }) => db.selectFrom("streams").selectAll().where("id", "=", id));

/** All streams of an instance, oldest first: what it needs at a restart. */
export function streamsOf(reader: Reader, provider: string): StreamRecord[] {
  const query = db
    .selectFrom("streams")
    .selectAll()
    .where("provider", "=", provider)
    .orderBy("created_at")
    .orderBy("id");
  return reader.all(query).map(toRecord);
}

export type StreamQuery = { provider?: string; reference?: string; cursor?: string; limit: number };

/**
 * One page, newest first; at most 500 whatever the limit says.
 *
 * @throws MultistreamError `invalid_argument` on a foreign cursor.
 */
export function listStreams(reader: Reader, query: StreamQuery): Page<StreamRecord> {
  const limit = Math.min(query.limit, MAX_PAGE);
  let select = db
    .selectFrom("streams")
    .selectAll()
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(limit + 1);
  if (query.provider !== undefined) select = select.where("provider", "=", query.provider);
  if (query.reference !== undefined) select = select.where("reference", "=", query.reference);
  if (query.cursor !== undefined) select = select.where(olderThan(query.cursor));
  return toPage(reader.all(select).map(toRecord), limit);
}

function toColumns(changes: StreamChanges): Updateable<Tables["streams"]> {
  const { name, enabled, reference, metadata, ingestSealed, ingestHash, updatedAt } = changes;
  return {
    updated_at: updatedAt,
    ...(name === undefined ? {} : { name }),
    ...(enabled === undefined ? {} : { enabled: toFlag(enabled) }),
    ...(reference === undefined ? {} : { reference }),
    ...(metadata === undefined ? {} : { metadata: JSON.stringify(metadata) }),
    ...(ingestSealed === undefined ? {} : { ingest_sealed: ingestSealed }),
    ...(ingestHash === undefined ? {} : { ingest_hash: ingestHash }),
  };
}

function toRecord(row: Selectable<Tables["streams"]>): StreamRecord {
  return {
    id: row.id,
    provider: row.provider,
    providerId: row.provider_id,
    name: row.name,
    enabled: row.enabled === 1,
    ...(row.reference === null ? {} : { reference: row.reference }),
    ...(row.metadata === null ? {} : { metadata: fromJson(metadataSchema, row.metadata) }),
    ingestSealed: row.ingest_sealed,
    ...(row.ingest_hash === null ? {} : { ingestHash: row.ingest_hash }),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

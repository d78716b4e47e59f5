import type { Metadata, Notice } from "@polycast/core";
import { metadataSchema, noticeSchema } from "@polycast/core/provider";
import type { Selectable, Updateable } from "kysely";
import * as z from "zod";
import { all, first, type Reading, run, type Writing } from "./access.ts";
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
  /** Whose it is; absent: nobody's in particular. */
  tenantId?: string;
  /** JSON of what the provider has accepted; absent: all that is wanted. Opaque here. */
  accepted?: string;
  /** JSON of the work on what it has not accepted. Opaque here. */
  work?: string;
  /** When it, or one of its targets, is to be brought in line with the wishes; absent: not before something changes. */
  dueAt?: EpochMs;
  /** Since when it is wanted to be gone. */
  deletingAt?: EpochMs;
  /** JSON of a switch to another provider that has begun. Opaque here. */
  switching?: string;
  /** The gateway's own. */
  notices: Notice[];
  createdAt: EpochMs;
  updatedAt: EpochMs;
};

const noticesSchema = z.array(noticeSchema);

/** What may change; absent fields stay, null empties a field. A switch changes `provider` and `providerId`. */
export type StreamChanges = { updatedAt: EpochMs } & Partial<
  Pick<StreamRecord, "provider" | "providerId" | "name" | "enabled" | "ingestSealed" | "notices"> & {
    [K in Unsettable]: StreamRecord[K] | null;
  }
>;
type Unsettable = "reference" | "metadata" | "ingestHash" | "accepted" | "work" | "dueAt" | "deletingAt" | "switching";

/** @throws MultistreamError `conflict` when the id, or the provider's id within its instance, is taken. */
export function* insertStream(stream: StreamRecord): Writing<void> {
  yield* run(
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
      tenant_id: stream.tenantId ?? null,
      accepted: stream.accepted ?? null,
      work: stream.work ?? null,
      due_at: stream.dueAt ?? null,
      deleting_at: stream.deletingAt ?? null,
      switching: stream.switching ?? null,
      notices: toNotices(stream.notices),
      created_at: stream.createdAt,
      updated_at: stream.updatedAt,
    }),
  );
}

/** Answers whether there was such a stream. */
export function* updateStream(id: string, changes: StreamChanges): Writing<boolean> {
  return (yield* run(db.updateTable("streams").set(toColumns(changes)).where("id", "=", id))) > 0;
}

/** Deletes it with its targets; its events stay. Answers whether there was such a stream. */
export function* deleteStream(id: string): Writing<boolean> {
  return (yield* run(db.deleteFrom("streams").where("id", "=", id))) > 0;
}

export function* getStream(id: string): Reading<StreamRecord | undefined> {
  const row = yield* first(byId({ id }));
  return row && toRecord(row);
}

const byId = compileOnce(({ id }: { id: string }) => db.selectFrom("streams").selectAll().where("id", "=", id));

/** All streams of an instance, oldest first: what it needs at a restart. */
export function* streamsOf(provider: string): Reading<StreamRecord[]> {
  const query = db
    .selectFrom("streams")
    .selectAll()
    .where("provider", "=", provider)
    .orderBy("created_at")
    .orderBy("id");
  return (yield* all(query)).map(toRecord);
}

export type StreamQuery = { provider?: string; reference?: string; tenantId?: string; cursor?: string; limit: number };

/**
 * One page, newest first; at most 500 whatever the limit says.
 *
 * @throws MultistreamError `invalid_argument` on a foreign cursor.
 */
export function* listStreams(query: StreamQuery): Reading<Page<StreamRecord>> {
  const limit = Math.min(query.limit, MAX_PAGE);
  let select = db
    .selectFrom("streams")
    .selectAll()
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(limit + 1);
  if (query.provider !== undefined) select = select.where("provider", "=", query.provider);
  if (query.reference !== undefined) select = select.where("reference", "=", query.reference);
  if (query.tenantId !== undefined) select = select.where("tenant_id", "=", query.tenantId);
  if (query.cursor !== undefined) select = select.where(olderThan(query.cursor));
  return toPage((yield* all(select)).map(toRecord), limit);
}

function toColumns(changes: StreamChanges): Updateable<Tables["streams"]> {
  const { provider, providerId, name, enabled, reference, metadata, ingestSealed, ingestHash } = changes;
  const { accepted, work, dueAt, deletingAt, switching, notices, updatedAt } = changes;
  return {
    updated_at: updatedAt,
    ...(provider === undefined ? {} : { provider }),
    ...(providerId === undefined ? {} : { provider_id: providerId }),
    ...(name === undefined ? {} : { name }),
    ...(enabled === undefined ? {} : { enabled: toFlag(enabled) }),
    ...(reference === undefined ? {} : { reference }),
    ...(metadata === undefined ? {} : { metadata: metadata && JSON.stringify(metadata) }),
    ...(ingestSealed === undefined ? {} : { ingest_sealed: ingestSealed }),
    ...(ingestHash === undefined ? {} : { ingest_hash: ingestHash }),
    ...(accepted === undefined ? {} : { accepted }),
    ...(work === undefined ? {} : { work }),
    ...(dueAt === undefined ? {} : { due_at: dueAt }),
    ...(deletingAt === undefined ? {} : { deleting_at: deletingAt }),
    ...(switching === undefined ? {} : { switching }),
    ...(notices === undefined ? {} : { notices: toNotices(notices) }),
  };
}

function toNotices(notices: readonly Notice[]): string | null {
  return notices.length === 0 ? null : JSON.stringify(notices);
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
    ...(row.tenant_id === null ? {} : { tenantId: row.tenant_id }),
    ...(row.accepted === null ? {} : { accepted: row.accepted }),
    ...(row.work === null ? {} : { work: row.work }),
    ...(row.due_at === null ? {} : { dueAt: row.due_at }),
    ...(row.deleting_at === null ? {} : { deletingAt: row.deleting_at }),
    ...(row.switching === null ? {} : { switching: row.switching }),
    notices: row.notices === null ? [] : fromJson(noticesSchema, row.notices),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

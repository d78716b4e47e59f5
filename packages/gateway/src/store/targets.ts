import * as z from "zod";
import { metadataSchema, noticeSchema, redactedDestinationSchema } from "@polycast/core/provider";
import type { Metadata, Notice, RedactedDestination } from "@polycast/core";
import type { Selectable, Updateable } from "kysely";
import { all, first, type Reading, run, type Writing } from "./access.ts";
import { fromJson, toFlag } from "./columns.ts";
import { compileOnce } from "./compile-once.ts";
import { db } from "./database.ts";
import { MAX_PAGE, newerThan, olderThan, type Page, toPage } from "./page-cursor.ts";
import type { EpochMs, Tables } from "./tables.ts";

/** A target as it is wanted; what is observed of it is not stored here. */
export type TargetRecord = {
  id: string;
  streamId: string;
  /** The provider's own id; unique within the stream. Absent: the provider has no such target. */
  providerId?: string;
  name: string;
  enabled: boolean;
  rendition: string;
  videoOnly?: boolean;
  reference?: string;
  metadata?: Metadata;
  /** JSON of the destination with its credentials, sealed for `destinationPlace(id)`. */
  destinationSealed: string;
  destination: RedactedDestination;
  /** Keyed hash of the destination; tells one from another without opening it. Absent: not known. */
  destinationHash?: string;
  notices: Notice[];
  /** JSON of what the provider has accepted; absent: all that is wanted. Opaque here. */
  accepted?: string;
  /** JSON of the work on what it has not accepted. Opaque here. */
  work?: string;
  /** Since when it is wanted to be gone; it stays until the provider has let go of it. */
  deletingAt?: EpochMs;
  createdAt: EpochMs;
  updatedAt: EpochMs;
};

const noticesSchema = z.array(noticeSchema);

/** What may change; absent fields stay, null empties a field. */
export type TargetChanges = { updatedAt: EpochMs } & Partial<
  Omit<TargetRecord, "id" | "streamId" | "createdAt" | "updatedAt" | Unsettable> & {
    [K in Unsettable]: TargetRecord[K] | null;
  }
>;
type Unsettable = "providerId" | "videoOnly" | "reference" | "metadata" | "accepted" | "work" | "deletingAt";

/** @throws MultistreamError `conflict` when the id is taken or the stream is gone. */
export function* insertTarget(target: TargetRecord): Writing<void> {
  yield* run(
    db.insertInto("targets").values({
      id: target.id,
      stream_id: target.streamId,
      provider_id: target.providerId ?? null,
      name: target.name,
      enabled: toFlag(target.enabled),
      rendition: target.rendition,
      video_only: target.videoOnly === undefined ? null : toFlag(target.videoOnly),
      reference: target.reference ?? null,
      metadata: target.metadata ? JSON.stringify(target.metadata) : null,
      destination_sealed: target.destinationSealed,
      destination_redacted: JSON.stringify(target.destination),
      destination_hash: target.destinationHash ?? null,
      notices: JSON.stringify(target.notices),
      accepted: target.accepted ?? null,
      work: target.work ?? null,
      deleting_at: target.deletingAt ?? null,
      created_at: target.createdAt,
      updated_at: target.updatedAt,
    }),
  );
}

/** Answers whether there was such a target. */
export function* updateTarget(id: string, changes: TargetChanges): Writing<boolean> {
  return (yield* run(db.updateTable("targets").set(toColumns(changes)).where("id", "=", id))) > 0;
}

/** Answers whether there was such a target. */
export function* deleteTarget(id: string): Writing<boolean> {
  return (yield* run(db.deleteFrom("targets").where("id", "=", id))) > 0;
}

export function* getTarget(id: string): Reading<TargetRecord | undefined> {
  const row = yield* first(byId({ id }));
  return row && toRecord(row);
}

const byId = compileOnce(({ id }: { id: string }) => db.selectFrom("targets").selectAll().where("id", "=", id));

/** All targets of a stream, oldest first. */
export function* targetsOf(streamId: string): Reading<TargetRecord[]> {
  return (yield* all(byStream({ streamId }))).map(toRecord);
}

const byStream = compileOnce(({ streamId }: { streamId: string }) => oldestFirst(streamId));

function oldestFirst(streamId: string) {
  return db.selectFrom("targets").selectAll().where("stream_id", "=", streamId).orderBy("created_at").orderBy("id");
}

/**
 * One page of a stream's targets, oldest first; at most 500 whatever the limit says.
 *
 * @throws MultistreamError `invalid_argument` on a foreign cursor.
 */
export function* listTargetsOf(
  streamId: string,
  query: { cursor?: string; limit: number },
): Reading<Page<TargetRecord>> {
  const limit = Math.min(query.limit, MAX_PAGE);
  let select = oldestFirst(streamId).limit(limit + 1);
  if (query.cursor !== undefined) select = select.where(newerThan(query.cursor));
  return toPage((yield* all(select)).map(toRecord), limit);
}

export type TargetQuery = {
  streamId?: string;
  /** The instance that the target's stream lives at. */
  provider?: string;
  /** Of the target's stream. */
  tenantId?: string;
  cursor?: string;
  limit: number;
};

/**
 * One page over all streams, newest first; at most 500 whatever the limit says.
 *
 * @throws MultistreamError `invalid_argument` on a foreign cursor.
 */
export function* listTargets(query: TargetQuery): Reading<Page<TargetRecord>> {
  const { streamId, provider, tenantId, cursor } = query;
  const limit = Math.min(query.limit, MAX_PAGE);
  let select = db
    .selectFrom("targets")
    .selectAll()
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(limit + 1);
  if (streamId !== undefined) select = select.where("stream_id", "=", streamId);
  if (provider !== undefined) {
    const streams = db.selectFrom("streams").select("id").where("provider", "=", provider);
    select = select.where("stream_id", "in", streams);
  }
  if (tenantId !== undefined) {
    const streams = db.selectFrom("streams").select("id").where("tenant_id", "=", tenantId);
    select = select.where("stream_id", "in", streams);
  }
  if (cursor !== undefined) select = select.where(olderThan(cursor));
  return toPage((yield* all(select)).map(toRecord), limit);
}

function toColumns(changes: TargetChanges): Updateable<Tables["targets"]> {
  const { providerId, name, enabled, rendition, videoOnly, reference, metadata } = changes;
  const { destinationSealed, destination, destinationHash, notices, accepted, work, deletingAt, updatedAt } = changes;
  return {
    updated_at: updatedAt,
    ...(providerId === undefined ? {} : { provider_id: providerId }),
    ...(name === undefined ? {} : { name }),
    ...(enabled === undefined ? {} : { enabled: toFlag(enabled) }),
    ...(rendition === undefined ? {} : { rendition }),
    ...(videoOnly === undefined ? {} : { video_only: videoOnly === null ? null : toFlag(videoOnly) }),
    ...(reference === undefined ? {} : { reference }),
    ...(metadata === undefined ? {} : { metadata: metadata && JSON.stringify(metadata) }),
    ...(destinationSealed === undefined ? {} : { destination_sealed: destinationSealed }),
    ...(destination === undefined ? {} : { destination_redacted: JSON.stringify(destination) }),
    ...(notices === undefined ? {} : { notices: JSON.stringify(notices) }),
    ...(destinationHash === undefined ? {} : { destination_hash: destinationHash }),
    ...(accepted === undefined ? {} : { accepted }),
    ...(work === undefined ? {} : { work }),
    ...(deletingAt === undefined ? {} : { deleting_at: deletingAt }),
  };
}

/** The record of a row. @throws ZodError when it was changed by other hands */
export function toRecord(row: Selectable<Tables["targets"]>): TargetRecord {
  return {
    id: row.id,
    streamId: row.stream_id,
    ...(row.provider_id === null ? {} : { providerId: row.provider_id }),
    name: row.name,
    enabled: row.enabled === 1,
    rendition: row.rendition,
    ...(row.video_only === null ? {} : { videoOnly: row.video_only === 1 }),
    ...(row.reference === null ? {} : { reference: row.reference }),
    ...(row.metadata === null ? {} : { metadata: fromJson(metadataSchema, row.metadata) }),
    destinationSealed: row.destination_sealed,
    destination: fromJson(redactedDestinationSchema, row.destination_redacted),
    ...(row.destination_hash === null ? {} : { destinationHash: row.destination_hash }),
    notices: fromJson(noticesSchema, row.notices),
    ...(row.accepted === null ? {} : { accepted: row.accepted }),
    ...(row.work === null ? {} : { work: row.work }),
    ...(row.deleting_at === null ? {} : { deletingAt: row.deleting_at }),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

import * as z from "zod";
import { metadataSchema, noticeSchema, redactedDestinationSchema } from "@polycast/core/provider";
import type { Metadata, Notice, RedactedDestination } from "@polycast/core";
import type { Selectable, Updateable } from "kysely";
import type { Reader, Transaction } from "./access.ts";
import { fromJson, toFlag } from "./columns.ts";
import { compileOnce } from "./compile-once.ts";
import { db } from "./database.ts";
import { MAX_PAGE, olderThan, type Page, toPage } from "./page-cursor.ts";
import type { EpochMs, Tables } from "./tables.ts";

/** A target as it is wanted; what is observed of it is not stored here. */
export type TargetRecord = {
  id: string;
  streamId: string;
  /** The provider's own id; unique within the stream. */
  providerId: string;
  name: string;
  enabled: boolean;
  rendition: string;
  videoOnly?: boolean;
  reference?: string;
  metadata?: Metadata;
  /** JSON of the destination with its credentials, sealed for `destinationPlace(id)`. */
  destinationSealed: string;
  destination: RedactedDestination;
  notices: Notice[];
  createdAt: EpochMs;
  updatedAt: EpochMs;
};

/** What may change; absent fields stay. A new binding comes with `providerId`. */
export type TargetChanges = { updatedAt: EpochMs } & Partial<Omit<TargetRecord, "id" | "streamId" | "createdAt">>;

/** @throws MultistreamError `conflict` when the id is taken or the stream is gone. */
export function insertTarget(transaction: Transaction, target: TargetRecord): void {
  transaction.run(
    db.insertInto("targets").values({
      id: target.id,
      stream_id: target.streamId,
      provider_id: target.providerId,
      name: target.name,
      enabled: toFlag(target.enabled),
      rendition: target.rendition,
      video_only: target.videoOnly === undefined ? null : toFlag(target.videoOnly),
      reference: target.reference ?? null,
      metadata: target.metadata ? JSON.stringify(target.metadata) : null,
      destination_sealed: target.destinationSealed,
      destination_redacted: JSON.stringify(target.destination),
      notices: JSON.stringify(target.notices),
      created_at: target.createdAt,
      updated_at: target.updatedAt,
    }),
  );
}

/** Answers whether there was such a target. */
export function updateTarget(transaction: Transaction, id: string, changes: TargetChanges): boolean {
  return transaction.run(db.updateTable("targets").set(toColumns(changes)).where("id", "=", id)) > 0;
}

/** Answers whether there was such a target. */
export function deleteTarget(transaction: Transaction, id: string): boolean {
  return transaction.run(db.deleteFrom("targets").where("id", "=", id)) > 0;
}

export function getTarget(reader: Reader, id: string): TargetRecord | undefined {
  const row = reader.first(byId({ id }));
  return row && toRecord(row);
}

const byId = compileOnce(({ id }: { id: string }) => db.selectFrom("targets").selectAll().where("id", "=", id));

/** All targets of a stream, oldest first. */
export function targetsOf(reader: Reader, streamId: string): TargetRecord[] {
  const query = db.selectFrom("targets").selectAll().where("stream_id", "=", streamId);
  return reader.all(query.orderBy("created_at").orderBy("id")).map(toRecord);
}

export type TargetQuery = {
  streamId?: string;
  /** The instance that the target's stream lives at. */
  provider?: string;
  cursor?: string;
  limit: number;
};

/**
 * One page over all streams, newest first; at most 500 whatever the limit says.
 *
 * @throws MultistreamError `invalid_argument` on a foreign cursor.
 */
export function listTargets(reader: Reader, query: TargetQuery): Page<TargetRecord> {
  const { streamId, provider, cursor } = query;
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
  if (cursor !== undefined) select = select.where(olderThan(cursor));
  return toPage(reader.all(select).map(toRecord), limit);
}

function toColumns(changes: TargetChanges): Updateable<Tables["targets"]> {
  const { providerId, name, enabled, rendition, videoOnly, reference, metadata } = changes;
  const { destinationSealed, destination, notices, updatedAt } = changes;
  return {
    updated_at: updatedAt,
    ...(providerId === undefined ? {} : { provider_id: providerId }),
    ...(name === undefined ? {} : { name }),
    ...(enabled === undefined ? {} : { enabled: toFlag(enabled) }),
    ...(rendition === undefined ? {} : { rendition }),
    ...(videoOnly === undefined ? {} : { video_only: toFlag(videoOnly) }),
    ...(reference === undefined ? {} : { reference }),
    ...(metadata === undefined ? {} : { metadata: JSON.stringify(metadata) }),
    ...(destinationSealed === undefined ? {} : { destination_sealed: destinationSealed }),
    ...(destination === undefined ? {} : { destination_redacted: JSON.stringify(destination) }),
    ...(notices === undefined ? {} : { notices: JSON.stringify(notices) }),
  };
}

function toRecord(row: Selectable<Tables["targets"]>): TargetRecord {
  return {
    id: row.id,
    streamId: row.stream_id,
    providerId: row.provider_id,
    name: row.name,
    enabled: row.enabled === 1,
    rendition: row.rendition,
    ...(row.video_only === null ? {} : { videoOnly: row.video_only === 1 }),
    ...(row.reference === null ? {} : { reference: row.reference }),
    ...(row.metadata === null ? {} : { metadata: fromJson(metadataSchema, row.metadata) }),
    destinationSealed: row.destination_sealed,
    destination: fromJson(redactedDestinationSchema, row.destination_redacted),
    notices: fromJson(z.array(noticeSchema), row.notices),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

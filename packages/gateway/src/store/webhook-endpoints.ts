import type { Selectable, Updateable } from "kysely";
import * as z from "zod";
import { all, first, type Reading, run, type Writing } from "./access.ts";
import { fromJson, toFlag } from "./columns.ts";
import { db } from "./database.ts";
import { MAX_PAGE, newerThan, type Page, toPage } from "./page-cursor.ts";
import type { EpochMs, Tables } from "./tables.ts";

/** Where events are sent to. */
export type EndpointRecord = {
  id: string;
  /** Sealed for `endpointUrlPlace(id)`. */
  urlSealed: string;
  /** What may be shown of the URL. */
  urlShown: string;
  description?: string;
  /** Absent: all types. */
  events?: string[];
  /** Absent: all streams. */
  streamId?: string;
  /** Whose it is: it gets this tenant's events only. Absent: all events. */
  tenantId?: string;
  enabled: boolean;
  /** Why it was switched off by itself. */
  disabledReason?: string;
  /** Since when no delivery has succeeded. */
  failingSince?: EpochMs;
  createdAt: EpochMs;
  updatedAt: EpochMs;
};

/** What may change; absent fields stay, null empties a field. */
export type EndpointChanges = { updatedAt: EpochMs } & Partial<
  Pick<EndpointRecord, "urlSealed" | "urlShown" | "enabled"> & {
    [K in "description" | "events" | "streamId" | "disabledReason" | "failingSince"]: EndpointRecord[K] | null;
  }
>;

/** @throws MultistreamError `conflict` when the id is taken. */
export function* insertEndpoint(endpoint: EndpointRecord): Writing<void> {
  yield* run(
    db.insertInto("webhook_endpoints").values({
      id: endpoint.id,
      url_sealed: endpoint.urlSealed,
      url_shown: endpoint.urlShown,
      description: endpoint.description ?? null,
      events: endpoint.events ? JSON.stringify(endpoint.events) : null,
      stream_id: endpoint.streamId ?? null,
      tenant_id: endpoint.tenantId ?? null,
      enabled: toFlag(endpoint.enabled),
      disabled_reason: endpoint.disabledReason ?? null,
      failing_since: endpoint.failingSince ?? null,
      created_at: endpoint.createdAt,
      updated_at: endpoint.updatedAt,
    }),
  );
}

/** Answers whether there was such an endpoint. */
export function* updateEndpoint(id: string, changes: EndpointChanges): Writing<boolean> {
  return (yield* run(db.updateTable("webhook_endpoints").set(toColumns(changes)).where("id", "=", id))) > 0;
}

/** Deletes it with its secrets and deliveries. Answers whether there was such an endpoint. */
export function* deleteEndpoint(id: string): Writing<boolean> {
  return (yield* run(db.deleteFrom("webhook_endpoints").where("id", "=", id))) > 0;
}

export function* getEndpoint(id: string): Reading<EndpointRecord | undefined> {
  const row = yield* first(db.selectFrom("webhook_endpoints").selectAll().where("id", "=", id));
  return row && toRecord(row);
}

/** All endpoints, oldest first: whoever adds them keeps them few. */
export function* allEndpoints(): Reading<EndpointRecord[]> {
  return (yield* all(oldestFirst())).map(toRecord);
}

/** Which endpoints; without a tenant those of all, and those of none. */
export type EndpointQuery = { tenantId?: string; cursor?: string; limit: number };

/**
 * One page, oldest first; at most 500 whatever the limit says.
 *
 * @throws MultistreamError `invalid_argument` on a foreign cursor.
 */
export function* listEndpoints(query: EndpointQuery): Reading<Page<EndpointRecord>> {
  const limit = Math.min(query.limit, MAX_PAGE);
  let select = oldestFirst().limit(limit + 1);
  if (query.tenantId !== undefined) select = select.where("tenant_id", "=", query.tenantId);
  if (query.cursor !== undefined) select = select.where(newerThan(query.cursor));
  return toPage((yield* all(select)).map(toRecord), limit);
}

function oldestFirst() {
  return db.selectFrom("webhook_endpoints").selectAll().orderBy("created_at").orderBy("id");
}

/** An endpoint that is enabled; does it fail at present? */
export type ServedEndpoint = { id: string; failing: boolean };

/** The endpoints that are enabled, oldest first. */
export function* listServedEndpoints(): Reading<ServedEndpoint[]> {
  const query = db.selectFrom("webhook_endpoints").select(["id", "failing_since"]).where("enabled", "=", 1);
  const rows = yield* all(query.orderBy("created_at").orderBy("id"));
  return rows.map((row) => ({ id: row.id, failing: row.failing_since !== null }));
}

function toColumns(changes: EndpointChanges): Updateable<Tables["webhook_endpoints"]> {
  const { urlSealed, urlShown, description, events, streamId, enabled, disabledReason, failingSince } = changes;
  return {
    updated_at: changes.updatedAt,
    ...(urlSealed === undefined ? {} : { url_sealed: urlSealed }),
    ...(urlShown === undefined ? {} : { url_shown: urlShown }),
    ...(description === undefined ? {} : { description }),
    ...(events === undefined ? {} : { events: events && JSON.stringify(events) }),
    ...(streamId === undefined ? {} : { stream_id: streamId }),
    ...(enabled === undefined ? {} : { enabled: toFlag(enabled) }),
    ...(disabledReason === undefined ? {} : { disabled_reason: disabledReason }),
    ...(failingSince === undefined ? {} : { failing_since: failingSince }),
  };
}

function toRecord(row: Selectable<Tables["webhook_endpoints"]>): EndpointRecord {
  return {
    id: row.id,
    urlSealed: row.url_sealed,
    urlShown: row.url_shown,
    ...(row.description === null ? {} : { description: row.description }),
    ...(row.events === null ? {} : { events: fromJson(z.array(z.string()), row.events) }),
    ...(row.stream_id === null ? {} : { streamId: row.stream_id }),
    ...(row.tenant_id === null ? {} : { tenantId: row.tenant_id }),
    enabled: row.enabled === 1,
    ...(row.disabled_reason === null ? {} : { disabledReason: row.disabled_reason }),
    ...(row.failing_since === null ? {} : { failingSince: row.failing_since }),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

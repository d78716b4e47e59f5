import type { Selectable } from "kysely";
import { all, first, type Reading, run, type Writing } from "./access.ts";
import { compileOnce } from "./compile-once.ts";
import { db } from "./database.ts";
import { failOverflow } from "./delivery-overflow.ts";
import { type LoggedEvent, numbered } from "./events.ts";
import { newId } from "./ids.ts";
import { MAX_PAGE, olderThan, type Page, toPage } from "./page-cursor.ts";
import type { EpochMs, Tables } from "./tables.ts";

/** What has become of a delivery. */
export const deliveryStates = ["pending", "succeeded", "failed", "canceled"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** One event for one endpoint, without the event. */
export type DeliveryRecord = {
  id: string;
  endpointId: string;
  eventId: string;
  eventType: string;
  state: DeliveryState;
  attempts: number;
  /** When it is due; while an attempt runs, when it would be due again. */
  runAt: EpochMs;
  createdAt: EpochMs;
  settledAt?: EpochMs;
};

/** Positions of the log between two looks for endpoints with too much pending. */
const LOOK_EVERY = 200;

/**
 * Hands an event to every endpoint that is enabled and wants it: call it in the unit that appends the event. An endpoint
 * with more than 100 000 pending deliveries loses the oldest of them (`failed`, error `overflow`); that is looked at
 * every 200 positions of the log.
 */
export function* enqueueDeliveries(position: number, event: LoggedEvent): Writing<void> {
  const enabled = yield* all(enabledEndpoints({}));
  const at = Date.parse(event.observedAt);
  if (position % LOOK_EVERY === 0) for (const { id } of enabled) yield* failOverflow(id, at);
  const wanting = enabled.filter((endpoint) => wants(endpoint, event));
  if (wanting.length === 0) return;
  const body = JSON.stringify(numbered(event, position));
  const rows = wanting.map((endpoint) => ({
    id: newId("delivery"),
    endpoint_id: endpoint.id,
    event_id: event.id,
    event_type: event.type,
    body,
    state: "pending" as const,
    attempts: 0,
    run_at: at,
    lease: null,
    created_at: at,
    settled_at: null,
  }));
  yield* run(db.insertInto("deliveries").values(rows));
}

const enabledEndpoints = compileOnce(() =>
  db.selectFrom("webhook_endpoints").select(["id", "events", "stream_id", "tenant_id"]).where("enabled", "=", 1),
);

type Wish = Pick<Selectable<Tables["webhook_endpoints"]>, "events" | "stream_id" | "tenant_id">;

function wants(wish: Wish, event: LoggedEvent): boolean {
  const streamId = "streamId" in event ? event.streamId : undefined;
  // A type within quotes occurs in the JSON list only as itself.
  if (wish.events !== null && !wish.events.includes(`"${event.type}"`)) return false;
  if (wish.stream_id !== null && wish.stream_id !== streamId) return false;
  return wish.tenant_id === null || wish.tenant_id === event.tenantId;
}

export function* getDelivery(id: string): Reading<DeliveryRecord | undefined> {
  const row = yield* first(db.selectFrom("deliveries").select(shown).where("id", "=", id));
  return row && toRecord(row);
}

export type DeliveryQuery = { endpointId: string; state?: DeliveryState; cursor?: string; limit: number };

/**
 * One page of an endpoint's deliveries, newest first; at most 500 whatever the limit says.
 *
 * @throws MultistreamError `invalid_argument` on a foreign cursor.
 */
export function* listDeliveries(query: DeliveryQuery): Reading<Page<DeliveryRecord>> {
  const limit = Math.min(query.limit, MAX_PAGE);
  let select = db
    .selectFrom("deliveries")
    .select(shown)
    .where("endpoint_id", "=", query.endpointId)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(limit + 1);
  if (query.state !== undefined) select = select.where("state", "=", query.state);
  if (query.cursor !== undefined) select = select.where(olderThan(query.cursor));
  return toPage((yield* all(select)).map(toRecord), limit);
}

const shown = [
  "id",
  "endpoint_id",
  "event_id",
  "event_type",
  "state",
  "attempts",
  "run_at",
  "created_at",
  "settled_at",
] as const;

function toRecord(row: Pick<Selectable<Tables["deliveries"]>, (typeof shown)[number]>): DeliveryRecord {
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    eventId: row.event_id,
    eventType: row.event_type,
    state: row.state,
    attempts: row.attempts,
    runAt: row.run_at,
    createdAt: row.created_at,
    ...(row.settled_at === null ? {} : { settledAt: row.settled_at }),
  };
}

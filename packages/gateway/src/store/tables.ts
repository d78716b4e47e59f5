import type { Generated } from "kysely";
import type { ApiKeysTable, IdempotencyTable, ViewTokensTable } from "./tables/caller-tables.ts";
import type { IntentsTable, LeasesTable, RelayStreamsTable, ReportsTable } from "./tables/process-tables.ts";
import type { StreamStatesTable, StreamsTable, TargetsTable } from "./tables/stream-tables.ts";
import type {
  DeliveriesTable,
  DeliveryAttemptsTable,
  InboxTable,
  ProviderWebhooksTable,
  WebhookEndpointsTable,
  WebhookSecretsTable,
} from "./tables/webhook-tables.ts";
import type { EpochMs } from "./tables/scalars.ts";

export type { EpochMs, Flag } from "./tables/scalars.ts";

type EventsTable = {
  /** The transaction that appended it; 0 on SQLite. The order of the log is by this, then by position. */
  tx: Generated<number>;
  /** Grows with every event and is never used twice. */
  position: Generated<number>;
  id: string;
  type: string;
  stream_id: string;
  target_id: string | null;
  occurred_at: EpochMs;
  /** By our own clock: what its age is counted from. */
  observed_at: EpochMs;
  /** JSON of the whole event, without its `sequence`, which is its position. */
  body: string;
  tenant_id: string | null;
};

type MetaTable = { key: string; value: string };

type MigrationsTable = { name: string; applied_at: EpochMs };

/**
 * All tables, in types that SQLite and PostgreSQL share: text ids, epoch milliseconds, JSON as text, booleans as 0 and 1.
 * The same columns are created by `migrations.ts`.
 */
export type Tables = {
  streams: StreamsTable;
  targets: TargetsTable;
  events: EventsTable;
  /** A view of the events before which no other can come any more. */
  event_log: EventsTable;
  api_keys: ApiKeysTable;
  stream_states: StreamStatesTable;
  inbox: InboxTable;
  provider_webhooks: ProviderWebhooksTable;
  webhook_endpoints: WebhookEndpointsTable;
  webhook_secrets: WebhookSecretsTable;
  deliveries: DeliveriesTable;
  delivery_attempts: DeliveryAttemptsTable;
  view_tokens: ViewTokensTable;
  idempotency: IdempotencyTable;
  intents: IntentsTable;
  leases: LeasesTable;
  reports: ReportsTable;
  relay_streams: RelayStreamsTable;
  meta: MetaTable;
  migrations: MigrationsTable;
};

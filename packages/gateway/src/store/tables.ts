import type { Generated } from "kysely";

/** 0 or 1: the one form of a boolean that every engine stores alike. */
export type Flag = 0 | 1;

/** Milliseconds since the epoch. */
export type EpochMs = number;

type StreamsTable = {
  id: string;
  /** The instance name in the config, e.g. `selfhost`. */
  provider: string;
  /** The provider's own id. */
  provider_id: string;
  name: string;
  enabled: Flag;
  reference: string | null;
  /** JSON object of strings. */
  metadata: string | null;
  /** JSON list of ingests, sealed. */
  ingest_sealed: string;
  /** Keyed hash of the ingest key, where a publisher is looked up by it. */
  ingest_hash: string | null;
  created_at: EpochMs;
  updated_at: EpochMs;
  /** Whose it is; its targets and events are too. Null: nobody's in particular. */
  tenant_id: string | null;
  /** JSON of what the provider has accepted of the wishes; null: all of what is wanted now. */
  accepted: string | null;
  /** JSON of what is known of the work on what it has not accepted: since when, attempts, the last error. */
  work: string | null;
  /** When it, or one of its targets, is to be brought in line with the wishes; null: not before something changes. */
  due_at: EpochMs | null;
  /** Since when it is wanted to be gone. */
  deleting_at: EpochMs | null;
  /** JSON of a switch to another provider that has begun. */
  switching: string | null;
  /** JSON list of the gateway's own notices; null: none. */
  notices: string | null;
};

type TargetsTable = {
  id: string;
  stream_id: string;
  /** Null: the provider has no such target. */
  provider_id: string | null;
  name: string;
  enabled: Flag;
  rendition: string;
  video_only: Flag | null;
  reference: string | null;
  metadata: string | null;
  /** JSON of the destination with its credentials, sealed. */
  destination_sealed: string;
  /** JSON of what may be shown of the destination. */
  destination_redacted: string;
  /** Keyed hash of the destination: tells one from another without opening it. Null: not known. */
  destination_hash: string | null;
  /** JSON list. */
  notices: string;
  created_at: EpochMs;
  updated_at: EpochMs;
  /** JSON of what the provider has accepted of the wishes; null: all of what is wanted now. */
  accepted: string | null;
  /** JSON of what is known of the work on what it has not accepted. */
  work: string | null;
  /** Since when it is wanted to be gone; the row stays until the provider has let go of it. */
  deleting_at: EpochMs | null;
};

type EventsTable = {
  /** The transaction that appended it; 0 on SQLite. The order of the log is by this, then by position. */
  tx: Generated<number>;
  /** Grows with every event and is never used twice. */
  position: Generated<number>;
  id: string;
  type: string;
  stream_id: string;
  target_id: string | null;
  sequence: number | null;
  occurred_at: EpochMs;
  /** By our own clock: what its age is counted from. */
  observed_at: EpochMs;
  /** JSON of the whole event, without its `sequence`, which is its position. */
  body: string;
  tenant_id: string | null;
};

type ApiKeysTable = {
  id: string;
  /** SHA-256 of the key, hexadecimal. */
  hash: string;
  name: string;
  /** Words separated by a space. */
  scopes: string;
  last4: string;
  created_at: EpochMs;
  /** Null: it sees all tenants. */
  tenant_id: string | null;
  /** Null: it does not expire. */
  expires_at: EpochMs | null;
  /** To the minute. */
  last_used_at: EpochMs | null;
};

/** What was answered to a POST with an `Idempotency-Key`. */
type IdempotencyTable = {
  /** Keyed hash of the API key's id, the tenant and the key that was sent. */
  id: string;
  /** Keyed hash of method, path and body. */
  fingerprint: string;
  state: "running" | "done";
  /** Who is at it, and until when that is believed. */
  holder: string;
  held_until: EpochMs;
  /** JSON of status, headers and body, sealed. */
  answer_sealed: string | null;
  created_at: EpochMs;
  expires_at: EpochMs;
};

/** What one process does for all: a duty, or its own being alive. */
type LeasesTable = {
  /** `observe:<instance>`, `relay:<id>`. */
  name: string;
  /** The process. */
  holder: string;
  /** Grows with every new holder. */
  epoch: number;
  expires_at: EpochMs;
  /** JSON of what the holder says about itself. */
  body: string | null;
};

/** What processes have seen, for the one that observes an instance. */
type ReportsTable = {
  position: Generated<number>;
  instance: string;
  /** Who reports, e.g. `relay:<id>/<epoch>`. */
  source: string;
  /** JSON list of observations, in the provider's ids. */
  body: string;
  created_at: EpochMs;
};

/** What the relays are to do. */
type RelayStreamsTable = {
  /** The stream's id at the relay. */
  id: string;
  instance: string;
  /** JSON of the whole wanted stream with its credentials, sealed. */
  wanted_sealed: string;
  /** Grows with every change. */
  revision: number;
  /** The relay that has its publisher, or had it last. */
  owner: string | null;
  /** Grows with every new owner. */
  epoch: number;
  /** Has the owner let go of it? Then it need not be waited for. */
  released: Flag;
  updated_at: EpochMs;
  /** When the stream was made. */
  created_at: EpochMs;
  /** The number of the last thing that a former owner has told; null: none has let go yet. */
  left_sequence: number | null;
  /** JSON of a session that the former owner did not end: the next one goes on with it. */
  left_session: string | null;
  /** When it let go. */
  left_at: EpochMs | null;
};

/** What observations have left behind of a stream, as the reducer keeps it. */
type StreamStatesTable = { stream_id: string; /** JSON of the registers. */ body: string; updated_at: EpochMs };

/** Webhooks of providers, as they were verified. */
type InboxTable = {
  id: string;
  /** The instance name in the config. */
  provider: string;
  /** The provider's own id of the event: once per instance. */
  event_id: string;
  /** The provider's own word. */
  type: string;
  /**
   * `received`: to be processed. `parked`: about a thing that is not known yet. `done`: processed.
   * `quarantined`: not to be believed as it is, or not understood; see `reason`.
   */
  state: "received" | "parked" | "done" | "quarantined";
  reason: string | null;
  /** What it said, sealed: some providers send stream keys. See `inbox/sealed-content.ts`. */
  body_sealed: string;
  received_at: EpochMs;
  occurred_at: EpochMs;
  settled_at: EpochMs | null;
  /** How often it was looked at. */
  attempts: number;
  /** When a parked one is looked at again; null in other states. */
  due_at: EpochMs | null;
};

/** Endpoints of ours that a provider was told of. */
type ProviderWebhooksTable = {
  id: string;
  provider: string;
  /** The provider's own id of the endpoint. */
  provider_id: string;
  /** Its query may hold a token: shown and stored without the query's values. */
  url: string;
  secret_sealed: string;
  created_at: EpochMs;
};

/** Where events are sent to. */
type WebhookEndpointsTable = {
  id: string;
  /** Its query may hold a token: sealed, and shown without the query's values. */
  url_sealed: string;
  url_shown: string;
  description: string | null;
  /** JSON list of event types; null: all. */
  events: string | null;
  /** Only events of this stream; null: all. */
  stream_id: string | null;
  tenant_id: string | null;
  enabled: Flag;
  /** Why it was switched off by itself: `gone`, `failing`. */
  disabled_reason: string | null;
  /** Since when no delivery has succeeded; null while the last one did. */
  failing_since: EpochMs | null;
  created_at: EpochMs;
  updated_at: EpochMs;
};

type WebhookSecretsTable = {
  id: string;
  endpoint_id: string;
  /** `whsec_…`, sealed. */
  secret_sealed: string;
  created_at: EpochMs;
  /** Null: the current one. */
  expires_at: EpochMs | null;
};

/** One event for one endpoint. */
type DeliveriesTable = {
  id: string;
  endpoint_id: string;
  event_id: string;
  event_type: string;
  /** JSON of the event, kept until the delivery is settled and as long as its log. */
  body: string;
  state: "pending" | "succeeded" | "failed" | "canceled";
  attempts: number;
  /** When it is due; while an attempt runs, when it would be due again. */
  run_at: EpochMs;
  /** Who is at it. */
  lease: string | null;
  created_at: EpochMs;
  settled_at: EpochMs | null;
};

type DeliveryAttemptsTable = {
  position: Generated<number>;
  delivery_id: string;
  at: EpochMs;
  /** Of the answer; null where there was none. */
  status: number | null;
  duration_ms: number;
  /** Why it failed, without the answer's body. */
  error: string | null;
};

/** Lets a browser follow one stream for a while. */
type ViewTokensTable = {
  id: string;
  /** SHA-256, hexadecimal. */ hash: string;
  stream_id: string;
  expires_at: EpochMs;
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
  event_log: Omit<EventsTable, "sequence">;
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
  leases: LeasesTable;
  reports: ReportsTable;
  relay_streams: RelayStreamsTable;
  meta: MetaTable;
  migrations: MigrationsTable;
};

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
};

type TargetsTable = {
  id: string;
  stream_id: string;
  provider_id: string;
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
  /** JSON list. */
  notices: string;
  created_at: EpochMs;
  updated_at: EpochMs;
};

type EventsTable = {
  /** Grows by one with every event and is never used twice: the cursor of the log. */
  position: Generated<number>;
  id: string;
  type: string;
  stream_id: string;
  target_id: string | null;
  sequence: number | null;
  occurred_at: EpochMs;
  /** JSON of the whole event. */
  body: string;
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
  api_keys: ApiKeysTable;
  meta: MetaTable;
  migrations: MigrationsTable;
};

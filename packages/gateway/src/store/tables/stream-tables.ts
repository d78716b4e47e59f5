import type { EpochMs, Flag } from "./scalars.ts";

export type StreamsTable = {
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

export type TargetsTable = {
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

/** What observations have left behind of a stream, as the reducer keeps it. */
export type StreamStatesTable = { stream_id: string; /** JSON of the registers. */ body: string; updated_at: EpochMs };

import type { EpochMs } from "./scalars.ts";

export type ApiKeysTable = {
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

/** Lets a browser follow one stream for a while. */
export type ViewTokensTable = {
  id: string;
  /** SHA-256, hexadecimal. */ hash: string;
  stream_id: string;
  expires_at: EpochMs;
};

/** What was answered to a POST with an `Idempotency-Key`. */
export type IdempotencyTable = {
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

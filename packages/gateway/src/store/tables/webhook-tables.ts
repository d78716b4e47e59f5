import type { Generated } from "kysely";
import type { EpochMs, Flag } from "./scalars.ts";

/** Webhooks of providers, as they were verified. */
export type InboxTable = {
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
export type ProviderWebhooksTable = {
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
export type WebhookEndpointsTable = {
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

export type WebhookSecretsTable = {
  id: string;
  endpoint_id: string;
  /** `whsec_…`, sealed. */
  secret_sealed: string;
  created_at: EpochMs;
  /** Null: the current one. */
  expires_at: EpochMs | null;
};

/** One event for one endpoint. */
export type DeliveriesTable = {
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

export type DeliveryAttemptsTable = {
  position: Generated<number>;
  delivery_id: string;
  at: EpochMs;
  /** Of the answer; null where there was none. */
  status: number | null;
  duration_ms: number;
  /** Why it failed, without the answer's body. */
  error: string | null;
};

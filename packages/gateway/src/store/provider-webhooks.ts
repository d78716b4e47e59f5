import type { Selectable } from "kysely";
import { all, type Reading, run, type Writing } from "./access.ts";
import { db } from "./database.ts";
import type { EpochMs, Tables } from "./tables.ts";

/** An endpoint of ours that a provider was told of. */
export type ProviderWebhookRecord = {
  id: string;
  /** The instance name in the config. */
  provider: string;
  /** The provider's own id of the endpoint. */
  providerId: string;
  /** Without the values of its query. */
  url: string;
  /** What the provider signs with, sealed for `providerWebhookPlace(id)`. */
  secretSealed: string;
  createdAt: EpochMs;
};

export function* insertProviderWebhook(webhook: ProviderWebhookRecord): Writing<void> {
  yield* run(
    db.insertInto("provider_webhooks").values({
      id: webhook.id,
      provider: webhook.provider,
      provider_id: webhook.providerId,
      url: webhook.url,
      secret_sealed: webhook.secretSealed,
      created_at: webhook.createdAt,
    }),
  );
}

/** Of one instance, or of all; newest first, at most 1000. */
export function* listProviderWebhooks(provider?: string): Reading<ProviderWebhookRecord[]> {
  let query = db.selectFrom("provider_webhooks").selectAll().limit(1000);
  if (provider !== undefined) query = query.where("provider", "=", provider);
  return (yield* all(query.orderBy("created_at", "desc").orderBy("id", "desc"))).map(toRecord);
}

/** Answers whether there was such an endpoint. */
export function* deleteProviderWebhook(provider: string, id: string): Writing<boolean> {
  const query = db.deleteFrom("provider_webhooks").where("provider", "=", provider).where("id", "=", id);
  return (yield* run(query)) > 0;
}

function toRecord(row: Selectable<Tables["provider_webhooks"]>): ProviderWebhookRecord {
  return {
    id: row.id,
    provider: row.provider,
    providerId: row.provider_id,
    url: row.url,
    secretSealed: row.secret_sealed,
    createdAt: row.created_at,
  };
}

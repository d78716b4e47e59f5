import type { Place } from "../secrets/sealer.ts";

/** Where the ingest credentials of a stream are sealed. */
export function ingestPlace(streamId: string): Place {
  return { table: "streams", row: streamId, column: "ingest_sealed" };
}

/** Where the destination of a target is sealed. */
export function destinationPlace(targetId: string): Place {
  return { table: "targets", row: targetId, column: "destination_sealed" };
}

/** Where what a provider's webhook said is sealed. */
export function inboxPlace(id: string): Place {
  return { table: "inbox", row: id, column: "body_sealed" };
}

/** Where the signing secret of an endpoint of ours at a provider is sealed. */
export function providerWebhookPlace(id: string): Place {
  return { table: "provider_webhooks", row: id, column: "secret_sealed" };
}

/** Where the URL of a webhook endpoint is sealed. */
export function endpointUrlPlace(endpointId: string): Place {
  return { table: "webhook_endpoints", row: endpointId, column: "url_sealed" };
}

/** Where a signing secret of a webhook endpoint is sealed. */
export function signingSecretPlace(secretId: string): Place {
  return { table: "webhook_secrets", row: secretId, column: "secret_sealed" };
}

/** Where the answer to a request with an idempotency key is sealed. */
export function idempotencyPlace(id: string): Place {
  return { table: "idempotency", row: id, column: "answer_sealed" };
}

/** Where what a relay is to do with a stream is sealed. */
export function relayStreamPlace(id: string): Place {
  return { table: "relay_streams", row: id, column: "wanted_sealed" };
}

/** Where what is about to be made at a provider is sealed. */
export function intentPlace(id: string): Place {
  return { table: "intents", row: id, column: "body_sealed" };
}

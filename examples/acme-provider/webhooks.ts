import {
  assertFresh,
  assertSigned,
  prefixBytes,
  type ProviderWebhooks,
  readJsonBody,
  Secret,
  timestampOf,
  type Translation,
  type VerifiedWebhook,
  WebhookVerificationError,
} from "@polycast/core/provider";
import { mapStreamStatus, mapTargetStatus } from "./map-status.ts";
import { type AcmeSettings, resolveWebhookSecrets } from "./settings.ts";
import { wireEventSchema, wireStateSchema } from "./wire.ts";

const provider = "acme";

/** Acme's webhooks: `Acme-Signature: t=<seconds>,v1=<hex>`, an HMAC-SHA256 over the time, a dot and the raw body. */
export function createWebhooks(settings: AcmeSettings): ProviderWebhooks {
  return {
    signed: true,
    retriesRefused: true,
    async verify(delivery, options = {}) {
      const { timestamp } = await assertSigned({
        provider,
        header: delivery.headers.get("acme-signature"),
        secrets: options.secrets ?? resolveWebhookSecrets(settings),
        signedBytes: (header) => prefixBytes(`${header.timestamp}.`, delivery.body),
      });
      assertFresh(timestamp * 1_000, { ...options, provider });
      const payload = readJsonBody(delivery.body, { provider });
      const event = wireEventSchema.safeParse(payload);
      const occurredAt = event.success && timestampOf(event.data.at / 1_000);
      if (!occurredAt) throw new WebhookVerificationError("malformed_body", { provider });
      return { eventId: event.data.id, type: event.data.type, occurredAt, payload: new Secret(payload) };
    },
    translate,
  };
}

/** What a webhook says, in the model's words. */
function translate({ eventId, type, occurredAt, payload }: VerifiedWebhook): Translation {
  const event = wireStateSchema.safeParse(payload.reveal());
  if (!event.success) return { observations: [] };
  const { stream_id: streamId, target_id: targetId, ...said } = event.data.data;
  const about = { streamId, id: eventId, occurredAt, sequence: event.data.at };
  const seen = { source: "webhook", observedAt: occurredAt } as const;
  const now = { ...said, state_since: occurredAt };
  if (type === "target.state" && targetId) {
    return { observations: [{ ...about, kind: "target", targetId, status: mapTargetStatus(now, seen) }] };
  }
  if (type !== "stream.state") return { observations: [] };
  const status = mapStreamStatus(now, seen);
  const isOver = status.state === "idle" || status.state === "disabled";
  return { observations: [{ ...about, kind: "stream", status, ...(isOver && { ended: true }) }] };
}

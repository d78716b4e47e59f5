import { Secret, type VerifiedWebhook, type WebhookDelivery } from "@polycast/core/provider";
import * as z from "zod";
import type { Sealer } from "../secrets/sealer.ts";
import { inboxPlace, type InboxRecord } from "../store/index.ts";

/**
 * What is kept of a webhook: what was verified, so that it can be processed again when its secret is long gone; of one
 * that could not be read, all that arrived.
 */
export type Content = { kind: "verified"; webhook: VerifiedWebhook } | { kind: "delivery"; delivery: WebhookDelivery };

const contentSchema = z.union([
  z.object({ eventId: z.string(), type: z.string(), occurredAt: z.string(), payload: z.unknown() }),
  z.object({ url: z.string(), headers: z.array(z.tuple([z.string(), z.string()])), body: z.base64() }),
]);

/** Seals it for the row of this id. */
export function sealContent(sealer: Sealer, id: string, content: Content): string {
  return sealer.seal(JSON.stringify(toJson(content)), inboxPlace(id));
}

/** @throws MultistreamError `internal` when the row was tampered with or its key is missing. */
export function openContent(sealer: Sealer, { id, contentSealed }: InboxRecord): Content {
  const stored = contentSchema.parse(JSON.parse(sealer.open(contentSealed, inboxPlace(id))));
  if ("eventId" in stored) {
    return { kind: "verified", webhook: { ...stored, payload: new Secret(stored.payload) } };
  }
  const { url, headers, body } = stored;
  return { kind: "delivery", delivery: { url, headers: new Headers(headers), body: Buffer.from(body, "base64") } };
}

function toJson(content: Content): z.input<typeof contentSchema> {
  if (content.kind === "verified") return { ...content.webhook, payload: content.webhook.payload.reveal() };
  const { url, headers, body } = content.delivery;
  return { url, headers: [...headers], body: Buffer.from(body).toString("base64") };
}

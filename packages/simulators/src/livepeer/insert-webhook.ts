import type * as z from "zod";
import { randomUuid } from "../kernel/ids.ts";
import type { Caller } from "./authenticate.ts";
import { ApiError } from "./errors.ts";
import type { WebhookRecord } from "./records.ts";
import type { webhookSchema } from "./schemas.ts";
import type { World } from "./world.ts";

type WebhookInput = z.infer<typeof webhookSchema> & { events: string[] };

/** @throws ApiError 422 when `events` is missing, which the schema itself lets pass */
export function withEvents<T extends { events?: string[] | undefined }>(input: T): T & { events: string[] } {
  if (!input.events) throw new ApiError(422, `must provide "events" field with subscriptions`);
  return { ...input, events: input.events };
}

/** Makes a webhook of the caller's project. */
export function insertWebhook(
  { store, clock }: World,
  { account, projectId }: Caller,
  input: WebhookInput,
): WebhookRecord {
  const { name, url, events, sharedSecret, streamId } = input;
  return store.webhooks.put({
    id: randomUuid(),
    userId: account.userId,
    projectId,
    kind: "webhook",
    name,
    createdAt: clock.now(),
    events,
    url,
    sharedSecret,
    streamId,
    status: { lastTriggeredAt: 0 },
  });
}

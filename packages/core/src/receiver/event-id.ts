import type { EventDraft } from "../state/facts-between.ts";
import type { Event } from "../model/event.ts";
import { toHex } from "../webhooks/bytes.ts";

/**
 * The id of an event that a webhook has caused: a UUID (RFC 9562, version 8) made of what it is about, so that the same
 * webhook causes the same ids wherever and how often it is taken in.
 *
 * @param cause the webhook's own id, and whose it is
 */
export async function identifyBy(cause: string, event: EventDraft): Promise<Event> {
  const targetId = "target" in event.data ? event.data.target.id : null;
  const { streamId, type, sequence = null, occurredAt } = event;
  return { ...event, id: await uuidOf([cause, streamId, targetId, type, sequence, occurredAt]) };
}

/** A UUID that is the same for the same parts. */
export async function uuidOf(parts: readonly (string | number | null)[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  return toHex(hash).replace(/^(.{8})(.{4})(.{4})(.{4})/u, "$1-$2-$3-$4-");
}

import { hash } from "node:crypto";
import { type InboxRecord, newId } from "../store/index.ts";
import type { InboxReason } from "./inbox-item.ts";
import type { Content } from "./sealed-content.ts";

/** Longest of a provider's own words that is kept as it is. */
const MAX_WORD = 255;

/** What is stored of a webhook that has just come, but for its sealed content. With a reason it is kept aside. */
export function newItem(
  provider: string,
  content: Content,
  now: number,
  reason?: InboxReason,
): Omit<InboxRecord, "contentSealed"> {
  const id = newId("inboxItem");
  const settled = reason === undefined ? {} : { reason, settledAt: now };
  const fields = { id, provider, receivedAt: now, attempts: 0, ...settled };
  const state = reason === undefined ? "received" : "quarantined";
  if (content.kind === "delivery") {
    return { ...fields, state, eventId: hashed(content.delivery.body), type: "unknown", occurredAt: now };
  }
  const { eventId, type, occurredAt } = content.webhook;
  const happened = Date.parse(occurredAt);
  return {
    ...fields,
    state,
    eventId: eventId.length > MAX_WORD ? hashed(eventId) : eventId,
    type: type.slice(0, MAX_WORD),
    occurredAt: Number.isNaN(happened) ? now : happened,
  };
}

/** Names what has no name, or too long a one. */
function hashed(text: string | Uint8Array): string {
  return `sha256:${hash("sha256", text, "hex")}`;
}

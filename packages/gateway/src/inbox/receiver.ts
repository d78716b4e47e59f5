import { createHash } from "node:crypto";
import { isMultistreamError, MultistreamError, WebhookVerificationError } from "@polycast/core";
import type { ProviderWebhooks, VerifiedWebhook, WebhookDelivery } from "@polycast/core/provider";
import type { Instance } from "../control/instances.ts";
import {
  deleteInboxItemsOf,
  type InboxRecord,
  insertInboxItem,
  newId,
  releaseInboxItem,
  type Transaction,
} from "../store/index.ts";
import { createByteBudget, type Room } from "./byte-budget.ts";
import type { Arrival, InboxOptions, Receipt } from "./inbox.ts";
import type { InboxReason } from "./inbox-item.ts";
import type { Processor } from "./processor.ts";
import type { RareWarnings } from "./rare-warnings.ts";
import { type Content, sealContent } from "./sealed-content.ts";
import type { StoredSecrets } from "./stored-secrets.ts";
import { subjectStream } from "./subject-stream.ts";
import { type Verdict, verifyDelivery } from "./verify-delivery.ts";

type ReceiverOptions = Pick<InboxOptions, "instances" | "pollers" | "store" | "sealer" | "clock" | "log" | "limits"> & {
  processor: Processor;
  secrets: StoredSecrets;
  warnings: RareWarnings;
  /** Started, and not closing. */
  isOpen: () => boolean;
  /** Told of each one that was stored. */
  onStored: () => void;
};

/** Bytes that a webhook may have; where nobody signs, anybody can send one. */
const MAX_BODY_BYTES = 1024 * 1024;
const MAX_UNSIGNED_BYTES = 64 * 1024;
/** What a waiting webhook takes besides its body. */
const OVERHEAD_BYTES = 1024;
const MAX_WAITING_BYTES = 32 * 1024 * 1024;
const MAX_BACKLOG = 100_000;

/** Of a provider that signs nothing, the newest are kept: they are no evidence, and anybody can send any number. */
const KEEP_UNSIGNED = 1000;
const TRIM_EVERY = 100;

/** Longest of a provider's own words that is kept as it is. */
const MAX_WORD = 255;

/** Makes what takes webhooks in: verified, sealed, stored once, and only then acknowledged. */
export function createReceiver(options: ReceiverOptions): (instance: string, arrival: Arrival) => Promise<Receipt> {
  const { instances, pollers, store, sealer, clock, processor, secrets, warnings, limits = {} } = options;
  const budget = createByteBudget(limits.maxWaitingBytes ?? MAX_WAITING_BYTES);
  let unsigned = 0;

  const keep = async (instance: Instance, bytes: number, content: Content, reason?: InboxReason): Promise<boolean> => {
    const record = toRecord(instance.name, content, clock.now(), reason);
    const { signed = false } = instance.adapter.webhooks ?? {};
    const sealed = { ...record, contentSealed: sealContent(sealer, record.id, content) };
    const trims = !signed && (unsigned += 1) % TRIM_EVERY === 0;
    const kept = await store.write((transaction) => {
      if (trims) deleteInboxItemsOf(transaction, instance.name, KEEP_UNSIGNED, TRIM_EVERY * 2);
      return insertOnce(transaction, sealed);
    });
    options.onStored();
    if (kept === "released") processor.wake();
    if (kept === "new" && content.kind === "verified" && reason === undefined) {
      processor.add(record.id, content.webhook, bytes);
    }
    return kept !== "known";
  };

  const settle = async (
    instance: Instance,
    webhooks: ProviderWebhooks,
    delivery: WebhookDelivery,
    verdict: Verdict,
  ): Promise<Receipt> => {
    const { name } = instance;
    const bytes = delivery.body.byteLength;
    if (verdict.kind === "refused") {
      // Readable or not, it would be no more than a hint.
      if (verdict.reason === "malformed_body" && !webhooks.signed) pollers.hint(name);
      return refuse(webhooks, name, verdict, warnings);
    }
    if (verdict.kind === "verified") {
      const isNew = await keep(instance, bytes, verdict);
      if (webhooks.signed) pollers.webhookSeen(name);
      // Nothing numbers it: the same body may tell of something new.
      else if (!isNew) pollers.hint(name, streamOf(webhooks, verdict.webhook));
      return { status: 200 };
    }
    const content: Content =
      verdict.kind === "malformed" ? { kind: "delivery", delivery } : { ...verdict, kind: "verified" };
    if (await keep(instance, bytes, content, verdict.kind)) {
      warnings.warn("a webhook was put into quarantine", name, { reason: verdict.kind });
      pollers.hint(name, verdict.kind === "malformed" ? undefined : streamOf(webhooks, verdict.webhook));
    }
    return { status: 200 };
  };

  const take = async (
    instance: Instance,
    webhooks: ProviderWebhooks,
    arrival: Arrival,
    room: Room,
  ): Promise<Receipt> => {
    const count = (bytes: number): void => {
      if (!room.grow(bytes)) throw overloaded();
    };
    if (!options.isOpen())
      return notStored(new MultistreamError("provider_unavailable", "The gateway is closing.", later));
    if (budget.full() || processor.backlog() >= (limits.maxBacklog ?? MAX_BACKLOG)) return notStored(overloaded());
    count(OVERHEAD_BYTES);
    const body = await arrival.read(webhooks.signed ? MAX_BODY_BYTES : MAX_UNSIGNED_BYTES, count);
    const delivery = { url: arrival.url, headers: arrival.headers, body };
    const verdict = await verifyDelivery(webhooks, delivery, secrets.of(instance.name), new Date(clock.now()));
    return settle(instance, webhooks, delivery, verdict);
  };

  return async (name, arrival) => {
    const instance = instances.find(name);
    const webhooks = instance?.adapter.webhooks;
    if (!instance || !webhooks) return { status: 404, error: noReceiver() };
    const room = budget.open();
    try {
      return await take(instance, webhooks, arrival, room);
    } catch (error) {
      // What the body itself is at fault for is the sender's to know.
      if (isMultistreamError(error, "invalid_argument")) throw error;
      warnings.warn("webhooks could not be stored", name, { error: describe(error) });
      return notStored(error);
    } finally {
      room.free();
    }
  };
}

/** A webhook that was not from now is believed when it comes again and is. */
function insertOnce(transaction: Transaction, record: InboxRecord): "new" | "released" | "known" {
  if (insertInboxItem(transaction, record)) return "new";
  const isBelieved = record.state === "received";
  return isBelieved && releaseInboxItem(transaction, record, "outside_window") ? "released" : "known";
}

function toRecord(
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
    const eventId = `sha256:${createHash("sha256").update(content.delivery.body).digest("hex")}`;
    return { ...fields, state, eventId, type: "unknown", occurredAt: now };
  }
  const { eventId, type, occurredAt } = content.webhook;
  const happened = Date.parse(occurredAt);
  return {
    ...fields,
    state,
    eventId: eventId.length > MAX_WORD ? `sha256:${createHash("sha256").update(eventId).digest("hex")}` : eventId,
    type: type.slice(0, MAX_WORD),
    occurredAt: Number.isNaN(happened) ? now : happened,
  };
}

function streamOf(webhooks: ProviderWebhooks, webhook: VerifiedWebhook): string | undefined {
  try {
    return subjectStream(webhooks.translate(webhook));
  } catch {
    return undefined;
  }
}

function refuse(
  webhooks: ProviderWebhooks,
  provider: string,
  { reason }: Extract<Verdict, { kind: "refused" }>,
  warnings: RareWarnings,
): Receipt {
  if (reason === "no_secret") {
    warnings.warn("webhooks arrive and there is no secret to check them by", provider);
    const hint = `Give the adapter the endpoint's signing secret, or run \`polycast webhooks connect ${provider}\`.`;
    return { status: 503, error: new WebhookVerificationError(reason, { provider, hint }) };
  }
  warnings.warn("webhooks are refused", provider, { reason });
  const error = new WebhookVerificationError(reason, { provider });
  if (!webhooks.signed && reason === "malformed_body") return { status: 400, error };
  // One that does not repeat what is refused would lose what it sends while a secret is being changed.
  return { status: webhooks.retriesRefused ? 401 : 503, error };
}

const later = { retryAfterMs: 5000, hint: "Send it again: what is not acknowledged is not stored." };

function notStored(error: unknown): Receipt {
  const known = isMultistreamError(error) && error.retryable;
  return {
    status: 503,
    error: known ? error : new MultistreamError("provider_unavailable", "It could not be stored.", later),
  };
}

function overloaded(): MultistreamError {
  return new MultistreamError("provider_unavailable", "Too many webhooks are waiting.", later);
}

function noReceiver(): MultistreamError {
  return new MultistreamError("not_found", "No provider of this name sends webhooks here.", {
    hint: "The path is `/webhooks/<instance>`, with the name of an instance in the config.",
  });
}

function describe(error: unknown): string {
  return isMultistreamError(error) ? error.message : "unexpected";
}

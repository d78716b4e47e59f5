import { isMultistreamError, type WebhookVerificationReason } from "@polycast/core";
import type { ProviderWebhooks, VerifiedWebhook, WebhookDelivery } from "@polycast/core/provider";
import type { Instance } from "../control/providers/instances.ts";
import { describeError } from "../log/describe-error.ts";
import {
  deleteInboxItemsOf,
  type InboxRecord,
  insertInboxItem,
  notify,
  releaseInboxItem,
  type Writing,
} from "../store/index.ts";
import { createByteBudget, type Room } from "./byte-budget.ts";
import type { Arrival, InboxOptions, Receipt } from "./inbox.ts";
import type { InboxReason } from "./inbox-item.ts";
import { newItem } from "./new-item.ts";
import type { Duties } from "./duties.ts";
import type { RareWarnings } from "./rare-warnings.ts";
import { closing, notStored, noReceiver, overloaded, refused } from "./receipts.ts";
import type { RecentWebhooks } from "./recent-webhooks.ts";
import { type Content, sealContent } from "./sealed-content.ts";
import type { StoredSecrets } from "./stored-secrets.ts";
import { subjectStream } from "./subject-stream.ts";
import { type Verdict, verifyDelivery } from "./verify-delivery.ts";

type ReceiverOptions = Pick<InboxOptions, "instances" | "pollers" | "store" | "sealer" | "clock" | "log" | "limits"> & {
  duties: Duties;
  recent: RecentWebhooks;
  secrets: StoredSecrets;
  warnings: RareWarnings;
  /** Started, and not closing. */
  isOpen: () => boolean;
  /** Do too many wait to be processed? */
  crowded: () => boolean;
  /** Told of each one that was stored. */
  onStored: () => void;
};

/** Bytes that a webhook may have; where nobody signs, anybody can send one. */
const MAX_BODY_BYTES = 1024 * 1024;
const MAX_UNSIGNED_BYTES = 64 * 1024;
/** What a waiting webhook takes besides its body. */
const OVERHEAD_BYTES = 1024;
const MAX_WAITING_BYTES = 32 * 1024 * 1024;

/** Of a provider that signs nothing, the newest are kept: they are no evidence, and anybody can send any number. */
const KEEP_UNSIGNED = 1000;
const TRIM_EVERY = 100;

/** Refusals that a secret may cure which another process was told of. */
const lacksSecret: ReadonlySet<WebhookVerificationReason> = new Set(["wrong_signature", "no_secret"]);

/** Makes what takes webhooks in: verified, sealed, stored once, and only then acknowledged. */
export function createReceiver(options: ReceiverOptions): (instance: string, arrival: Arrival) => Promise<Receipt> {
  const { instances, pollers, store, sealer, clock, duties, recent, secrets, warnings, limits = {} } = options;
  const budget = createByteBudget(limits.maxWaitingBytes ?? MAX_WAITING_BYTES);
  let unsigned = 0;

  const keep = async (instance: Instance, bytes: number, content: Content, reason?: InboxReason): Promise<boolean> => {
    const record = newItem(instance.name, content, clock.now(), reason);
    const { signed = false } = instance.adapter.webhooks ?? {};
    const sealed = { ...record, contentSealed: sealContent(sealer, record.id, content) };
    const trims = !signed && (unsigned += 1) % TRIM_EVERY === 0;
    const insert = function* (): Writing<"new" | "released" | "known"> {
      if (trims) yield* deleteInboxItemsOf(instance.name, KEEP_UNSIGNED, TRIM_EVERY * 2);
      const kept = yield* insertOnce(sealed);
      if (kept !== "known" && reason === undefined) yield* notify("inbox", instance.name);
      return kept;
    };
    // Before it is stored: its turn may come as soon as it is.
    const isNext = content.kind === "verified" && reason === undefined && duties.has(instance.name);
    if (isNext) recent.add(record.id, content.webhook, bytes);
    const kept = await store.write(insert).catch((error: unknown) => {
      recent.take(record.id);
      throw error;
    });
    if (kept !== "new") recent.take(record.id);
    options.onStored();
    return kept !== "known";
  };

  const verify = async (name: string, webhooks: ProviderWebhooks, delivery: WebhookDelivery): Promise<Verdict> => {
    const tried = secrets.of(name);
    const verdict = await verifyDelivery(webhooks, delivery, tried, new Date(clock.now()));
    if (verdict.kind !== "refused" || !lacksSecret.has(verdict.reason)) return verdict;
    const others = await secrets.besides(name, tried);
    return others ? verifyDelivery(webhooks, delivery, others, new Date(clock.now())) : verdict;
  };

  const refuse = (name: string, webhooks: ProviderWebhooks, reason: WebhookVerificationReason): Receipt => {
    if (reason === "no_secret") warnings.warn("webhooks arrive and there is no secret to check them by", name);
    else warnings.warn("webhooks are refused", name, { reason });
    return refused(name, webhooks, reason);
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
      return refuse(name, webhooks, verdict.reason);
    }
    if (verdict.kind === "verified") {
      const isNew = await keep(instance, bytes, verdict);
      // Where nobody signs, nothing numbers it: the same body may tell of something new.
      if (!webhooks.signed && !isNew) pollers.hint(name, streamOf(webhooks, verdict.webhook));
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
    if (!options.isOpen()) return notStored(closing());
    if (budget.full() || options.crowded()) return notStored(overloaded());
    count(OVERHEAD_BYTES);
    const body = await arrival.read(webhooks.signed ? MAX_BODY_BYTES : MAX_UNSIGNED_BYTES, count);
    const delivery = { url: arrival.url, headers: arrival.headers, body };
    return settle(instance, webhooks, delivery, await verify(instance.name, webhooks, delivery));
  };

  return async (name, arrival) => {
    const instance = instances.find(name);
    const webhooks = instance?.adapter.webhooks;
    if (!instance || !webhooks) return { status: 404, error: noReceiver() };
    const room = budget.open();
    try {
      return await take(instance, webhooks, arrival, room);
    } catch (error) {
      // What the body itself is at fault for is the sender's to know, if that one sends it again after a refusal.
      if (isMultistreamError(error, "invalid_argument")) {
        warnings.warn("webhooks cannot be read", name, { error: describeError(error) });
        if (webhooks.retriesRefused || !webhooks.signed) throw error;
        return { status: 503, error };
      }
      warnings.warn("webhooks could not be stored", name, { error: describeError(error) });
      return notStored(error);
    } finally {
      room.free();
    }
  };
}

/** A webhook that was not from now is believed when it comes again and is. */
function* insertOnce(record: InboxRecord): Writing<"new" | "released" | "known"> {
  if (yield* insertInboxItem(record)) return "new";
  const isBelieved = record.state === "received";
  return isBelieved && (yield* releaseInboxItem(record, "outside_window")) ? "released" : "known";
}

function streamOf(webhooks: ProviderWebhooks, webhook: VerifiedWebhook): string | undefined {
  try {
    return subjectStream(webhooks.translate(webhook));
  } catch {
    return undefined;
  }
}

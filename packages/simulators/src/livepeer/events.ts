import { toBase64 } from "../kernel/base64.ts";
import { randomUuid } from "../kernel/ids.ts";
import type { Clock } from "../kernel/types.ts";
import {
  type Attempt,
  createSender,
  type LivepeerEndpoint,
  type LivepeerEvent,
  type LivepeerSender,
} from "./deliver.ts";
import { isPrivateAddress } from "./is-private-address.ts";
import type { StreamRecord, WebhookStatus } from "./records.ts";
import type { LivepeerAccount, ResolvedSettings } from "./settings.ts";
import type { Store } from "./store.ts";
import { toStream } from "./views.ts";
import { createWebhookLog, isSuccess, logEntry, type WebhookLog, type WebhookLogEntry } from "./webhook-log.ts";

type EventsOptions = {
  clock: Clock;
  settings: ResolvedSettings;
  store: Store;
  fetch: typeof globalThis.fetch;
};

/** Tells webhooks what happened. */
export type Events = {
  sender: LivepeerSender;
  log: WebhookLog;
  /**
   * Sends an event of a stream to every webhook of its user that subscribed to the type. A webhook's own `streamId` is no
   * filter; `multistream.*` goes to the default project's webhooks only, whatever the stream's project is.
   */
  tell(type: string, stream: StreamRecord, payload?: unknown): void;
  /** Sends what an entry of the log sent once more: the same event id, signed anew (assumed). */
  resend(endpoint: LivepeerEndpoint, entry: WebhookLogEntry): void;
  clear(): void;
};

export function createEvents({ clock, settings, store, fetch }: EventsOptions): Events {
  const log = createWebhookLog();
  const sender = createSender(clock, fetch, noteAttempt);

  function noteAttempt({ endpoint, event, request, outcome, startedAt }: Attempt): void {
    log.add(logEntry(endpoint, event.type, request, outcome, { startedAt, endedAt: clock.now() }));
    const { status, text, error } = outcome;
    const failure: WebhookStatus["lastFailure"] = isSuccess(outcome)
      ? undefined
      : {
          timestamp: startedAt,
          ...(status !== undefined && { statusCode: status }),
          ...(error !== undefined && { error }),
          ...(text !== undefined && { response: toBase64(text) }),
        };
    clock.after(settings.timings.webhookStatusMs, () => {
      const before = store.webhooks.get(endpoint.id)?.status;
      const lastFailure = failure ?? before?.lastFailure;
      store.webhooks.change(endpoint.id, {
        status: { lastTriggeredAt: startedAt, ...(lastFailure && { lastFailure }) },
      });
    });
  }

  const isDropped = ({ admin }: LivepeerAccount, url: string) =>
    !settings.privateWebhooks && !admin && isPrivateAddress(url);

  return {
    sender,
    log,
    tell(type, stream, payload) {
      const account = settings.accounts.find(({ userId }) => userId === stream.userId);
      if (!account || account.suspended) return;
      const projectId = type.startsWith("multistream.") ? account.defaultProjectId : stream.projectId;
      const { streamKey: _, ...snapshot } = toStream(stream, clock.now(), settings.undeclaredFields);
      const event: LivepeerEvent = { id: randomUuid(), type, createdAt: clock.now(), stream: snapshot, payload };
      for (const webhook of store.webhooks.all()) {
        if (webhook.userId !== account.userId || webhook.projectId !== projectId) continue;
        if (!webhook.events.includes(type) || isDropped(account, webhook.url)) continue;
        sender.send(webhook, event);
      }
    },
    resend(endpoint, entry) {
      const sent = new Map<string, unknown>(Object.entries(JSON.parse(entry.request.body)));
      sender.send(endpoint, {
        id: String(sent.get("id")),
        type: entry.event,
        createdAt: Number(sent.get("createdAt")),
        stream: sent.get("stream"),
        payload: sent.get("payload"),
      });
    },
    clear() {
      sender.reset();
      log.clear();
    },
  };
}

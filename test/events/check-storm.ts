import type { Event, Stream } from "@polycast/core";
import { eventSchema, streamSchema } from "@polycast/core/provider";
import * as z from "zod";
import type { Api } from "../harness/api.ts";
import { type InboxItem, inboxItems } from "../harness/inbox-items.ts";
import { listAll } from "../harness/list-all.ts";
import { waitFor } from "../harness/wait-for.ts";
import type { RecordedWebhook } from "../harness/webhook-mix.ts";
import type { WebhookSubscriber } from "../harness/webhook-subscriber.ts";

const deliverySchema = z.object({ eventId: z.string(), nextAttemptAt: z.iso.datetime() });

/** Longer than the claim of a process that was killed. */
const SUBSCRIBERS_WITHIN_MS = 120_000;
const INBOX_WITHIN_MS = 60_000;

/** Waits until nothing waits to be processed any more. */
export async function inboxEmptied(api: Api): Promise<void> {
  const isEmpty = async (): Promise<boolean> => (await inboxItems(api, "received")).length === 0;
  await waitFor("the inbox to be processed", isEmpty, INBOX_WITHIN_MS);
}

/** Every webhook that was sent is there once and done, and nothing else is there. */
export function checkInbox(items: readonly InboxItem[], webhooks: readonly RecordedWebhook[]): string[] {
  const found = new Map<string, InboxItem[]>();
  for (const item of items) {
    const key = keyOf(item.provider, item.eventId);
    found.set(key, [...(found.get(key) ?? []), item]);
  }
  const violations: string[] = [];
  for (const { signer, eventId, type } of webhooks) {
    const key = keyOf(signer, eventId);
    const [item, ...more] = found.get(key) ?? [];
    found.delete(key);
    if (item === undefined) violations.push(`acknowledged and lost: ${signer} ${type}`);
    else if (more.length > 0) violations.push(`${more.length + 1} times in the inbox: ${signer} ${type}`);
    else if (item.state !== "done") violations.push(`${item.state} (${item.reason ?? "no reason"}): ${signer} ${type}`);
  }
  for (const [item] of found.values()) violations.push(`nobody sent it: ${item?.provider} ${item?.eventId}`);
  return violations;
}

function keyOf(provider: string, eventId: string): string {
  return `${provider} ${eventId}`;
}

/** All events after a cursor; default: all that there are. */
export function listEvents(api: Api, after?: string): Promise<Event[]> {
  return listAll(api, "/v1/events?limit=100", eventSchema, after);
}

/** What is known of every stream, to be compared with another run's. */
export async function listStates(api: Api): Promise<Map<string, unknown>> {
  const streams = await listAll(api, "/v1/streams?limit=100", streamSchema);
  const states = new Map<string, unknown>();
  for (const { id } of streams) states.set(id, stateOf(await api.stream(id)));
  return states;
}

function stateOf({ status, session, targets = [] }: Stream): unknown {
  return { status, session, targets: Object.fromEntries(targets.map((target) => [target.id, target.status])) };
}

/** Both runs ended with the same knowledge. */
export function checkStates(actual: ReadonlyMap<string, unknown>, expected: ReadonlyMap<string, unknown>): string[] {
  const differ = (id: string): boolean => JSON.stringify(actual.get(id)) !== JSON.stringify(expected.get(id));
  const ids = [...new Set([...actual.keys(), ...expected.keys()])];
  return ids
    .filter(differ)
    .map(
      (id) =>
        `${id} ended as\n    ${JSON.stringify(actual.get(id))}\n  but in order as\n    ${JSON.stringify(expected.get(id))}`,
    );
}

/** A subscriber, and the endpoint that the gateway knows it by. */
export type Subscription = { name: string; endpointId: string; subscriber: WebhookSubscriber };

/**
 * Waits until each of these events has reached a subscriber; what is missing at the end is a violation.
 *
 * @param patient also waits for what is to be tried again later: what a killed process was at is due after 40 s
 */
export async function checkSubscription(
  api: Api,
  { name, endpointId, subscriber }: Subscription,
  events: readonly Event[],
  patient: boolean,
): Promise<string[]> {
  const violations: string[] = [];
  const missing = async (): Promise<number> => {
    const accepted = subscriber.accepted();
    const open = events.filter(({ id }) => !accepted.has(id));
    if (patient || open.length === 0) return open.length;
    const waiting = await waitingDeliveries(api, endpointId);
    return open.filter(({ id }) => !waiting.has(id)).length;
  };
  await waitFor(`${name} to get all events`, async () => (await missing()) === 0, SUBSCRIBERS_WITHIN_MS).catch(
    async () => {
      violations.push(`${await missing()} of ${events.length} events never reached ${name}`);
    },
  );
  const bodies = new Map(events.map((event) => [event.id, JSON.stringify(event)]));
  for (const { id, body, genuine } of subscriber.received) {
    const expected = bodies.get(id);
    if (!genuine) violations.push(`${name} got ${id} with a wrong signature`);
    else if (expected === undefined) violations.push(`${name} got ${id}, which is not in the log`);
    else if (JSON.stringify(eventSchema.parse(JSON.parse(body))) !== expected) {
      violations.push(`${name} got another ${id} than is in the log`);
    }
  }
  return violations;
}

/** The events that an endpoint is to get at a time that is still to come. */
async function waitingDeliveries(api: Api, endpointId: string): Promise<Set<string>> {
  const path = `/v1/webhook-endpoints/${endpointId}/deliveries?state=pending&limit=100`;
  const pending = await listAll(api, path, deliverySchema);
  const now = Date.now();
  return new Set(pending.filter(({ nextAttemptAt }) => Date.parse(nextAttemptAt) > now).map(({ eventId }) => eventId));
}

import { expect } from "vitest";
import * as z from "zod";

/** Something with an id, and whatever else. */
export const idSchema = z.looseObject({ id: z.string() });
/** A list of such things. */
export const listSchema = z.object({ data: z.array(z.looseObject({ id: z.string().optional() })) });

/** What belongs to one tenant, or to none. */
export type Owned = {
  key: string;
  keyId: string;
  stream: string;
  target: string;
  endpoint: string;
  delivery: string;
};

/** An answer, as far as it is looked at. */
export type Answer = { status: number; body: unknown };
/** Asks for what is another's, by its ids, and says what the answer must be. */
export type Check = {
  ask: (other: Owned, path: string) => string;
  body?: unknown;
  expected: (answer: Answer, own: Owned, other: Owned) => void;
};

const own = (ids: (owned: Owned) => string[]) => (answer: Answer, mine: Owned) => {
  const found = listSchema.parse(answer.body).data.map(({ id }) => id);
  expect([found.length, new Set(found)]).toEqual([ids(mine).length, new Set(ids(mine))]);
};
const status = (code: number) => (answer: Answer) => expect(answer.status).toBe(code);
/** The path of a thing, by the ids of whom it belongs to. */
export const named = (path: string, { stream, target, endpoint, delivery, keyId }: Owned): string => {
  const id = path.startsWith("/v1/streams")
    ? stream
    : path.startsWith("/v1/deliveries")
      ? delivery
      : path.startsWith("/v1/api-keys")
        ? keyId
        : endpoint;
  return path.replace("{id}", id).replace("{targetId}", target).replace("{name}", "fake");
};

/** It is another's: there is no such thing. */
const hidden = (body?: unknown): Check => ({ ask: (other, path) => named(path, other), body, expected: status(404) });
/** Deleting what is not there is a success, and must leave it alone: see the end of the test. */
const untouched: Check = { ask: (other, path) => named(path, other), expected: status(204) };
const forbidden = (body?: unknown): Check => ({
  ask: (other, path) => named(path, other),
  body,
  expected: status(403),
});
const asIs = (expected: Check["expected"], body?: unknown): Check => ({ ask: (_, path) => path, body, expected });
/** Needs no key, so it tells nothing of anybody. */
export const open = "open" as const;

/** The body that creates a target. */
export const target = {
  name: "T",
  destination: { url: "rtmp://media.example.com/live", streamKey: "planted-key-0001" },
};

/** How providers are is about all tenants. */
function withoutHealth({ body }: Answer): void {
  expect(listSchema.parse(body).data.map((provider) => "health" in provider)).toEqual([false]);
}

function healthUntold({ status: code, body }: Answer): void {
  expect([code, z.looseObject({}).parse(body)["health"]]).toEqual([200, undefined]);
}

function ownEvents({ body }: Answer, mine: Owned): void {
  const { data } = listSchema.parse(body);
  expect(data.length).toBeGreaterThan(0);
  expect(new Set(data.map((event) => event["streamId"]))).toEqual(new Set([mine.stream]));
}

function ownEndpoint({ status: code, body }: Answer): void {
  expect([code, z.looseObject({}).parse(body)["tenantId"]]).toEqual([201, "a"]);
}

/** The test has made some more. */
function ownEndpoints({ body }: Answer, mine: Owned, other: Owned): void {
  const ids = new Set(listSchema.parse(body).data.map(({ id }) => id));
  expect([ids.has(mine.endpoint), ids.has(other.endpoint)]).toEqual([true, false]);
}

/** Every operation of the document. A new one belongs here before it belongs anywhere else. */
export const checks: Record<string, Check | typeof open> = {
  getRoot: open,
  getLiveness: open,
  getReadiness: open,
  explainError: open,
  receiveWebhook: open,
  getMetrics: forbidden(),
  listProviders: asIs(withoutHealth),
  getProvider: { ask: (other, path) => named(path, other), expected: healthUntold },
  createStream: asIs(status(403), { name: "for b", tenantId: "b" }),
  listStreams: asIs(own(({ stream }) => [stream])),
  getStream: hidden(),
  updateStream: hidden({ name: "taken" }),
  deleteStream: untouched,
  endStream: hidden(),
  getIngest: hidden(),
  rotateIngest: hidden(),
  switchStream: hidden({ provider: "selfhost" }),
  listActions: hidden(),
  createTarget: hidden(target),
  listTargets: hidden(),
  replaceTargets: { ...hidden([]), ask: (other, path) => `${named(path, other)}?prune=true` },
  findTargets: asIs(own(({ target: id }) => [id])),
  getTarget: hidden(),
  updateTarget: hidden({ name: "taken" }),
  restartTarget: hidden(),
  deleteTarget: untouched,
  listEvents: asIs(ownEvents),
  followEvents: {
    ask: ({ stream }, path) => `${path}?streamId=${stream}`,
    expected: status(404),
  },
  createViewToken: hidden({}),
  createApiKey: asIs(status(403), { name: "for b", scopes: ["read"], tenantId: "b" }),
  listApiKeys: asIs(own(({ keyId }) => [keyId])),
  getApiKey: hidden(),
  deleteApiKey: untouched,
  createWebhookEndpoint: asIs(ownEndpoint, { url: "https://example.com/hook" }),
  listWebhookEndpoints: asIs(ownEndpoints),
  getWebhookEndpoint: hidden(),
  updateWebhookEndpoint: hidden({ enabled: false }),
  deleteWebhookEndpoint: untouched,
  rotateWebhookSecret: hidden({}),
  listDeliveries: hidden(),
  replayDeliveries: hidden({}),
  getDelivery: hidden(),
  replayDelivery: hidden(),
  listInbox: forbidden(),
  getInboxItem: forbidden(),
  replayInboxItem: forbidden(),
  replayInbox: forbidden({}),
  connectProvider: forbidden({}),
  importStreams: forbidden({}),
  listProviderWebhooks: forbidden(),
  forgetProviderWebhook: forbidden(),
};

import { WebhookVerificationError } from "@polycast/core";
import { type ProviderWebhooks, Secret, type WebhookDelivery } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { createManualClock } from "../control/manual-clock.test.support.ts";
import type { Store } from "../store/index.ts";
import { openBeside, openTestInbox, turns, webhookProvider } from "./test-inbox.test.support.ts";

const PUBLIC_URL = "https://live.example.com";

/** Knows what it is told with each call and nothing else, and finds the right one in a header. */
const verify: ProviderWebhooks["verify"] = async ({ headers }, { secrets } = {}) => {
  if (!secrets) throw new WebhookVerificationError("no_secret", { provider: "fake" });
  if (!secrets.some((secret) => secret.reveal() === headers.get("x-secret"))) {
    throw new WebhookVerificationError("wrong_signature", { provider: "fake" });
  }
  return { eventId: "event-1", type: "test", occurredAt: "2026-01-02T03:04:05.000Z", payload: new Secret({}) };
};

const signedWith = (secret: string): WebhookDelivery => ({
  url: `${PUBLIC_URL}/webhooks/fake`,
  headers: new Headers({ "x-secret": secret }),
  body: new Uint8Array(),
});

/** Two processes, of which the second may be deaf to what the first tells; and how often it reads the store. */
async function openTwo({ deaf = false } = {}) {
  const clock = createManualClock();
  const { provider } = webhookProvider("fake", clock);
  if (!provider.webhooks) throw new Error("no webhooks");
  let made = 0;
  let registered: Promise<void> | undefined;
  let onRegister: (() => void) | undefined;
  const register: ProviderWebhooks["register"] = async () => {
    const number = (made += 1);
    onRegister?.();
    await registered;
    return { id: `endpoint-${number}`, secret: new Secret(`secret-${number}`) };
  };
  const providers = { fake: { ...provider, webhooks: { ...provider.webhooks, verify, register } } };
  const world = await openTestInbox({ clock, providers, publicUrl: PUBLIC_URL });
  let reads = 0;
  const store: Store = {
    ...world.store,
    exclusive: false,
    listen: (channel, listener) => (deaf ? () => undefined : world.store.listen(channel, listener)),
    read(unit) {
      reads += 1;
      return world.store.read(unit);
    },
  };
  const second = await openBeside(world, { clock, store, publicUrl: PUBLIC_URL, processes: () => false });
  /** From now on the provider answers when it was asked so often. */
  const answerWhenAsked = (times: number): void => {
    const { promise, resolve } = Promise.withResolvers<void>();
    registered = promise;
    onRegister = () => made === times && resolve();
  };
  return { first: world.inbox, second: second.inbox, clock, readsOf: () => reads, answerWhenAsked };
}

test("a secret is believed by every process once one was told of it, until one forgets it", async () => {
  const { first, second, readsOf } = await openTwo();
  expect((await second.receive("fake", signedWith("secret-1"))).status).toBe(503);
  const { id } = await first.connect("fake");
  await turns();
  const before = readsOf();
  expect((await second.receive("fake", signedWith("secret-1"))).status).toBe(200);
  expect(readsOf()).toBe(before);
  await first.forget("fake", id);
  await turns();
  expect((await second.receive("fake", signedWith("secret-1"))).status).toBe(503);
});

test("before a webhook is refused it is looked whether another process was told of its secret", async () => {
  const { first, second, clock } = await openTwo({ deaf: true });
  await first.connect("fake");
  await turns();
  expect((await second.receive("fake", signedWith("secret-1"))).status).toBe(200);
  clock.advance(1000);
  await first.connect("fake", { url: `${PUBLIC_URL}/another` });
  const all = Array.from({ length: 20 }, () => second.receive("fake", signedWith("secret-2")));
  expect(new Set((await Promise.all(all)).map(({ status }) => status))).toEqual(new Set([200]));
});

test("that is looked at no more than once a second, however many are refused", async () => {
  const { first, second, clock, readsOf } = await openTwo({ deaf: true });
  await first.connect("fake");
  expect((await second.receive("fake", signedWith("secret-1"))).status).toBe(200);
  const before = readsOf();
  const forge = () => Promise.all(Array.from({ length: 50 }, () => second.receive("fake", signedWith("forged"))));
  expect((await forge()).every(({ status }) => status === 401)).toBe(true);
  clock.advance(999);
  await forge();
  expect(readsOf()).toBe(before);
  clock.advance(1);
  await forge();
  await forge();
  expect(readsOf()).toBe(before + 1);
});

test("a secret that was forgotten is believed for no longer than a minute where the notice is lost", async () => {
  const { first, second, clock } = await openTwo({ deaf: true });
  const { id } = await first.connect("fake");
  expect((await second.receive("fake", signedWith("secret-1"))).status).toBe(200);
  await first.forget("fake", id);
  clock.advance(60_000);
  await turns();
  expect((await second.receive("fake", signedWith("secret-1"))).status).toBe(503);
});

test("of two processes that connect at a time one keeps what it has made, the other says what it has made in vain", async () => {
  const { first, second, answerWhenAsked } = await openTwo();
  answerWhenAsked(2);
  const results = await Promise.allSettled([first.connect("fake"), second.connect("fake")]);
  const failures = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  expect(failures).toMatchObject([
    { code: "conflict", outcome: "unknown", hint: expect.stringMatching(/endpoint-\d/u) },
  ]);
  expect(await first.connections()).toHaveLength(1);
});

import { MultistreamError, WebhookVerificationError } from "@polycast/core";
import { type ProviderWebhooks, Secret, type WebhookDelivery } from "@polycast/core/provider";
import { fakeProvider } from "@polycast/core/testing";
import { describe, expect, test } from "vitest";
import { createManualClock } from "../control/manual-clock.test.support.ts";
import { storeUnavailable } from "../store/store-error.ts";
import { countItems, goLive, openTestInbox, typesOf, webhookProvider } from "./test-inbox.test.support.ts";

const clock = createManualClock();

/** A world with two providers, one stream at the first, and the webhooks of its start. */
async function openLive() {
  const fake = webhookProvider("fake", clock);
  const other = webhookProvider("other", clock);
  const world = await openTestInbox({ clock, providers: { fake: fake.provider, other: other.provider } });
  return { ...world, fake, other, ...(await goLive(world, fake, clock)) };
}

const changed = (delivery: WebhookDelivery, from: string, to: string): WebhookDelivery => ({
  ...delivery,
  body: Buffer.from(Buffer.from(delivery.body).toString().replace(from, to)),
});

describe("a webhook", () => {
  test("is stored, acknowledged, and becomes an event", async () => {
    const world = await openLive();
    expect(await world.inbox.receive("fake", world.delivery)).toEqual({ status: 200 });
    expect(await world.settled()).toMatchObject([
      { provider: "fake", type: "stream.changed", state: "done", attempts: 1, settledAt: expect.any(String) },
    ]);
    expect(await typesOf(world)).toContain("stream.live");
  });

  test("counts once, however often it comes, in one batch and after a restart", async () => {
    const world = await openLive();
    const sent = [1, 2, 3, 4].map(() => world.inbox.receive("fake", world.delivery));
    expect(await Promise.all(sent)).toEqual([1, 2, 3, 4].map(() => ({ status: 200 })));
    await world.settled();
    const before = await typesOf(world);
    await world.close();
    const { dataDir } = world;
    const reopened = await openTestInbox({
      clock,
      dataDir,
      providers: { fake: world.fake.provider, other: world.other.provider },
    });
    expect(await reopened.inbox.receive("fake", world.delivery)).toEqual({ status: 200 });
    expect(await reopened.settled()).toHaveLength(1);
    expect(await typesOf(reopened)).toEqual(before);
    expect(before.filter((type) => type === "stream.live")).toHaveLength(1);
  });

  test("of two providers may have one id", async () => {
    const world = await openLive();
    const { delivery } = await goLive(world, world.other, clock);
    await world.inbox.receive("fake", world.delivery);
    await world.inbox.receive("other", delivery);
    const items = await world.settled();
    expect(items.map(({ provider, state }) => [provider, state])).toEqual([
      ["fake", "done"],
      ["other", "done"],
    ]);
  });

  test("is refused and not stored when nothing proves its sender", async () => {
    const world = await openLive();
    const forged = changed(world.delivery, "live", "idle");
    const unsigned = { ...world.delivery, headers: new Headers() };
    for (const delivery of [forged, unsigned]) {
      const receipt = await world.inbox.receive("fake", delivery);
      expect(receipt).toMatchObject({ status: 401, error: { code: "unauthenticated" } });
    }
    // Signed by the other one.
    expect(await world.inbox.receive("other", world.delivery)).toMatchObject({ status: 401 });
    expect(await countItems(world.store)).toBe(0);
  });

  test("needs an instance that sends webhooks", async () => {
    const { webhooks: _none, ...silent } = fakeProvider({ now: () => clock.now() }).provider;
    const world = await openTestInbox({ clock, providers: { silent } });
    const delivery = { url: "https://a.example/", headers: new Headers(), body: new Uint8Array() };
    expect(await world.inbox.receive("silent", delivery)).toMatchObject({ status: 404 });
    expect(await world.inbox.receive("nobody", delivery)).toMatchObject({ status: 404, error: { code: "not_found" } });
  });

  test("from another time is kept aside, and the API is read", async () => {
    const world = await openLive();
    clock.advance(301_000);
    expect(await world.inbox.receive("fake", world.delivery)).toEqual({ status: 200 });
    expect(await world.settled()).toMatchObject([{ state: "quarantined", reason: "outside_window", attempts: 0 }]);
    expect(world.hints).toEqual([`fake ${world.providerId}`]);
    expect(await typesOf(world)).not.toContain("stream.live");
    await world.inbox.receive("fake", world.delivery);
    expect(world.hints).toHaveLength(1);
  });

  test("from another time is believed when it comes again and is from now", async () => {
    const world = await openLive();
    clock.advance(301_000);
    await world.inbox.receive("fake", world.delivery);
    clock.advance(-301_000);
    await world.inbox.receive("fake", world.delivery);
    expect(await world.settled()).toMatchObject([{ state: "done" }]);
    expect(await typesOf(world)).toContain("stream.live");
  });
});

/** A world whose provider has other webhooks. */
const withWebhooks = async (webhooks: Partial<ProviderWebhooks>) => {
  const fake = webhookProvider("fake", clock);
  const { provider } = fake;
  if (!provider.webhooks) throw new Error("no webhooks");
  const adapter = { ...provider, webhooks: { ...provider.webhooks, ...webhooks } };
  const world = await openTestInbox({ clock, providers: { fake: adapter } });
  return { ...world, ...(await goLive(world, fake, clock)) };
};

/** Knows one secret, and can read no body. */
const verifyUnreadable: ProviderWebhooks["verify"] = async (delivery, options = {}) => {
  const secrets = options.secrets ?? [new Secret("right")];
  const known = secrets.some((secret) => secret.reveal() === delivery.headers.get("x-secret"));
  throw new WebhookVerificationError(known ? "malformed_body" : "wrong_signature", { provider: "fake" });
};

const malformed = async (): Promise<never> => {
  throw new WebhookVerificationError("malformed_body", { provider: "fake" });
};

const fault = new MultistreamError("invalid_argument", "The body must not be compressed.");

describe("what is at fault with the sender's secret", () => {
  test("a provider that does not repeat what is refused is asked to come again", async () => {
    const world = await withWebhooks({ retriesRefused: false });
    const forged = changed(world.delivery, "live", "idle");
    expect(await world.inbox.receive("fake", forged)).toMatchObject({
      status: 503,
      error: { reason: "wrong_signature" },
    });
  });

  test.each([
    ["sent again", { retriesRefused: true }, fault],
    ["not sent again, which would lose it", { retriesRefused: false }, { status: 503, error: fault }],
    ["a hint at most", { retriesRefused: false, signed: false }, fault],
  ])("a body that cannot be read is refused where it is %s", async (_, webhooks, answer) => {
    const world = await withWebhooks(webhooks);
    const arrival = { ...world.delivery, read: () => Promise.reject(fault) };
    expect(await world.inbox.receive("fake", arrival).catch((error: unknown) => error)).toEqual(answer);
    expect(world.lines.filter((line) => line.includes("must not be compressed"))).toHaveLength(1);
  });

  test("without any secret it is 503, and the log tells it once a minute", async () => {
    const world = await withWebhooks({
      verify: async () => {
        throw new WebhookVerificationError("no_secret", { provider: "fake" });
      },
    });
    const receive = () => world.inbox.receive("fake", world.delivery);
    expect(await receive()).toMatchObject({ status: 503, error: { hint: expect.stringContaining("connect fake") } });
    await Promise.all([receive(), receive()]);
    const warnings = () => world.lines.filter((line) => line.includes("no secret"));
    expect(warnings()).toHaveLength(1);
    clock.advance(60_000);
    await receive();
    expect(warnings().map((line) => JSON.parse(line).leftOut)).toEqual([undefined, 2]);
  });

  test("a body that cannot be read is kept when its signature was right", async () => {
    const world = await withWebhooks({ verify: verifyUnreadable });
    const signed = { ...world.delivery, headers: new Headers({ "x-secret": "right" }), body: Buffer.from("{planted") };
    expect(await world.inbox.receive("fake", signed)).toEqual({ status: 200 });
    expect(await world.inbox.receive("fake", signed)).toEqual({ status: 200 });
    expect(await world.inbox.receive("fake", world.delivery)).toMatchObject({ status: 401 });
    expect(await world.settled()).toMatchObject([{ state: "quarantined", reason: "malformed", type: "unknown" }]);
    expect(world.hints).toEqual(["fake"]);
  });

  test("a body that cannot be read proves nothing where it is read before the signature is checked", async () => {
    const signed = await withWebhooks({ verify: malformed });
    expect(await signed.inbox.receive("fake", signed.delivery)).toMatchObject({ status: 401 });
    const unsigned = await withWebhooks({ verify: malformed, signed: false });
    expect(await unsigned.inbox.receive("fake", unsigned.delivery)).toMatchObject({ status: 400 });
    expect(unsigned.hints).toEqual(["fake"]);
    expect(await countItems(signed.store)).toBe(0);
  });

  test("an adapter that breaks harms nobody else, and what it was sent comes again", async () => {
    const world = await withWebhooks({
      verify: async () => {
        throw new TypeError("planted");
      },
    });
    expect(await world.inbox.receive("fake", world.delivery)).toMatchObject({
      status: 503,
      error: { retryable: true },
    });
    expect(world.lines.join("")).not.toContain("planted");
  });
});

describe("a store that fails", () => {
  test("is told with 503, and 50,000 webhooks leave nothing behind", async () => {
    const fake = webhookProvider("fake", clock);
    const world = await openTestInbox({
      clock,
      providers: { fake: fake.provider },
      wrapStore: (store) => ({ ...store, write: () => Promise.reject(storeUnavailable("The disk is full.")) }),
    });
    const { delivery } = await goLive(world, fake, clock);
    const statuses = new Map<number, number>();
    for (let round = 0; round < 100; round += 1) {
      const receipts = await Promise.all(Array.from({ length: 500 }, () => world.inbox.receive("fake", delivery)));
      for (const { status } of receipts) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses]).toEqual([[503, 50_000]]);
    expect(world.lines.filter((line) => line.includes("could not be stored"))).toHaveLength(1);
  });

  test("lets no more wait than there is room for", async () => {
    const fake = webhookProvider("fake", clock);
    const held = Promise.withResolvers<void>();
    const world = await openTestInbox({
      clock,
      providers: { fake: fake.provider },
      limits: { maxWaitingBytes: 8_000 },
      wrapStore: (store) => ({ ...store, write: (unit) => held.promise.then(() => store.write(unit)) }),
    });
    const { delivery } = await goLive(world, fake, clock);
    const receipts = Array.from({ length: 1000 }, () => world.inbox.receive("fake", delivery));
    const refused = await Promise.race(receipts.slice(10));
    expect(refused).toMatchObject({ status: 503, error: { retryAfterMs: 5000 } });
    held.resolve();
    const statuses = (await Promise.all(receipts)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).toBeLessThan(8);
    // The room is free again.
    expect(await world.inbox.receive("fake", delivery)).toEqual({ status: 200 });
  });

  test("that is closing takes no more", async () => {
    const world = await openLive();
    await world.inbox.close();
    expect(await world.inbox.receive("fake", world.delivery)).toMatchObject({ status: 503 });
    expect(await countItems(world.store)).toBe(0);
  });
});

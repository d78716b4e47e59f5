import type { ProviderAdapter } from "@polycast/core";
import type { ProviderWebhooks, WebhookDelivery } from "@polycast/core/provider";
import type { FakeProvider } from "@polycast/core/testing";
import { describe, expect, test } from "vitest";
import { createManualClock } from "../control/manual-clock.test.support.ts";
import type { Sealer } from "../secrets/sealer.ts";
import { storeUnavailable } from "../store/store-error.ts";
import type { WebhookObserver } from "./inbox.ts";
import {
  countItems,
  goLive,
  openBeside,
  openTestInbox,
  typesOf,
  until,
  webhookProvider,
} from "./test-inbox.test.support.ts";

const clock = createManualClock();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The provider with other webhooks. */
function withWebhooks({ provider }: FakeProvider, webhooks: Partial<ProviderWebhooks>): ProviderAdapter {
  if (!provider.webhooks) throw new Error("it has no webhooks");
  return { ...provider, webhooks: { ...provider.webhooks, ...webhooks } };
}

/** An observer that never comes to an end, as if the process died meanwhile. */
const dying: WebhookObserver = { takeWebhook: () => new Promise(() => {}) };

/** Says no more than that a stream has changed. */
const toReadAgain = (): { observations: never[]; readAgain: { streamId?: string } } => ({
  observations: [],
  readAgain: { streamId: "stream-7" },
});

describe("after a webhook was acknowledged", () => {
  test("nothing of it is lost when the process dies before it is processed", async () => {
    const fake = webhookProvider("fake", clock);
    const providers = { fake: fake.provider };
    const before = await openTestInbox({ clock, providers, observer: dying });
    const { delivery, providerId } = await goLive(before, fake, clock);
    clock.advance(1000);
    fake.endSession(providerId);
    const [ended = delivery] = await fake.takeWebhooks();
    await before.inbox.receive("fake", delivery);
    await before.inbox.receive("fake", ended);
    expect(await typesOf(before)).toEqual(["stream.created"]);
    await before.crash();

    const after = await openTestInbox({ clock, providers, dataDir: before.dataDir });
    expect((await after.settled()).map(({ state, attempts }) => [state, attempts])).toEqual([
      ["done", 1],
      ["done", 1],
    ]);
    expect(await typesOf(after)).toEqual(["stream.created", "stream.live", "stream.ended"]);
  });

  test("it is taken in when the store works again", async () => {
    const fake = webhookProvider("fake", clock);
    let broken = false;
    const world = await openTestInbox({
      clock,
      providers: { fake: fake.provider },
      wrapStore: (store) => ({
        ...store,
        read: (unit) => (broken ? Promise.reject(storeUnavailable("The disk is gone.")) : store.read(unit)),
      }),
    });
    const { delivery } = await goLive(world, fake, clock);
    broken = true;
    expect(await world.inbox.receive("fake", delivery)).toEqual({ status: 200 });
    const waits = (): string | undefined => world.lines.find((line) => line.includes("wait to be processed"));
    await until(() => waits() !== undefined);
    expect(JSON.parse(waits() ?? "")).toEqual({
      level: "warn",
      message: "webhooks wait to be processed",
      step: "received",
      error: "The disk is gone.",
    });
    broken = false;
    clock.advance(1000);
    expect(await world.settled()).toMatchObject([{ state: "done" }]);
  });

  test("it is processed when the answer to its commit was lost, although it is known when it comes again", async () => {
    const fake = webhookProvider("fake", clock);
    let loses = false;
    const lost = storeUnavailable("The store could not commit.", { outcome: "unknown" });
    const world = await openTestInbox({
      clock,
      providers: { fake: fake.provider },
      wrapStore: (store) => ({
        ...store,
        async write(unit) {
          const value = await store.write(unit);
          if (loses) throw lost;
          return value;
        },
      }),
    });
    const { delivery } = await goLive(world, fake, clock);
    loses = true;
    expect(await world.inbox.receive("fake", delivery)).toMatchObject({ status: 503 });
    loses = false;
    expect(await world.inbox.receive("fake", delivery)).toEqual({ status: 200 });
    expect(await world.settled()).toMatchObject([{ state: "done" }]);
    expect(await typesOf(world)).toEqual(["stream.created", "stream.live"]);
  });

  test("it is not opened again where it was received, unless it is long past", async () => {
    const fake = webhookProvider("fake", clock);
    const opened: string[] = [];
    const world = await openTestInbox({ clock, providers: { fake: fake.provider } });
    const { delivery } = await goLive(world, fake, clock);
    const open: Sealer["open"] = (sealed, place) => {
      opened.push(place.table);
      return world.sealer.open(sealed, place);
    };
    const { inbox } = await openBeside(world, { clock, sealer: { ...world.sealer, open } });
    await world.inbox.close();
    expect(await inbox.receive("fake", delivery)).toEqual({ status: 200 });
    const [item] = await world.settled();
    expect(item).toMatchObject({ state: "done" });
    expect(opened).toEqual([]);
    await inbox.replay(item?.id ?? "");
    await world.settled();
    expect(opened).toEqual(["inbox"]);
  });

  test("an observer that is overloaded is asked again, in the same order", async () => {
    const fake = webhookProvider("fake", clock);
    const taken: string[] = [];
    let refusals = 2;
    const world = await openTestInbox({
      clock,
      providers: { fake: fake.provider },
      observer: {
        async takeWebhook(_instance, [observation], also) {
          if ((refusals -= 1) >= 0) throw storeUnavailable("Too much waits.");
          taken.push(String(observation?.occurredAt));
          await world.store.write(also);
          return "written";
        },
      },
    });
    const { delivery, providerId } = await goLive(world, fake, clock);
    clock.advance(1000);
    fake.endSession(providerId);
    const [ended = delivery] = await fake.takeWebhooks();
    await Promise.all([delivery, ended].map((sent) => world.inbox.receive("fake", sent)));
    const waits = (): string | undefined => world.lines.find((line) => line.includes("wait to be processed"));
    await until(() => waits() !== undefined);
    expect(JSON.parse(waits() ?? "")).toMatchObject({
      provider: "fake",
      step: "received",
      id: expect.stringMatching(/^inb_/u),
    });
    clock.advance(1000);
    await world.settled();
    expect(taken).toEqual(taken.toSorted());
    expect(taken).toHaveLength(2);
  });

  test("an adapter that throws, or an observer, keeps it aside and goes on with the next", async () => {
    const fake = webhookProvider("fake", clock);
    let faults = 1;
    const world = await openTestInbox({
      clock,
      providers: {
        fake: withWebhooks(fake, {
          translate(webhook) {
            if ((faults -= 1) >= 0) throw new TypeError("planted");
            return fake.provider.webhooks?.translate(webhook) ?? { observations: [] };
          },
        }),
      },
    });
    const first = await goLive(world, fake, clock);
    const second = await goLive(world, fake, clock);
    await world.inbox.receive("fake", first.delivery);
    await world.inbox.receive("fake", second.delivery);
    const items = await world.settled();
    expect(items.map(({ state, reason }) => [state, reason])).toEqual([
      ["quarantined", "untranslatable"],
      ["done", undefined],
    ]);
    const [{ id } = { id: "" }] = items;
    expect(await world.inbox.replay(id)).toMatchObject({ state: "received" });
    expect((await world.settled()).map(({ state }) => state)).toEqual(["done", "done"]);
    expect(world.lines.join("")).not.toContain("planted");
  });

  test("what has changed besides is read from the API", async () => {
    const fake = webhookProvider("fake", clock);
    const world = await openTestInbox({ clock, providers: { fake: withWebhooks(fake, { translate: toReadAgain }) } });
    const { delivery } = await goLive(world, fake, clock);
    await world.inbox.receive("fake", delivery);
    expect(await world.settled()).toMatchObject([{ state: "done" }]);
    expect(world.hints).toEqual(["fake stream-7"]);
  });

  test("of a provider that signs nothing, nothing is believed but that there is something to read", async () => {
    const fake = webhookProvider("fake", clock);
    const world = await openTestInbox({ clock, providers: { fake: withWebhooks(fake, { signed: false }) } });
    const { delivery, providerId } = await goLive(world, fake, clock);
    await world.inbox.receive("fake", delivery);
    expect(await world.settled()).toMatchObject([{ state: "done" }]);
    expect(await typesOf(world)).toEqual(["stream.created"]);
    // The same body may tell of something new.
    await world.inbox.receive("fake", delivery);
    expect(await world.settled()).toHaveLength(1);
    expect(world.hints).toEqual([`fake ${providerId}`, `fake ${providerId}`]);
  });
});

/** An inbox, and a webhook of a stream that was made elsewhere. */
async function openEarly() {
  const fake = webhookProvider("fake", clock);
  const elsewhere = await openTestInbox({ clock, providers: { fake: fake.provider } });
  const { delivery } = await goLive(elsewhere, fake, clock);
  const world = await openTestInbox({ clock, providers: { fake: fake.provider } });
  return { ...world, fake, elsewhere, delivery };
}

describe("a webhook about something that is not known", () => {
  test("waits, and is taken in as soon as it is known", async () => {
    const fake = webhookProvider("fake", clock);
    const world = await openTestInbox({ clock, providers: { fake: fake.provider } });
    let early: WebhookDelivery | undefined;
    // The provider tells of it before it answers the call that makes it.
    fake.beforeAnswer("streams.create", async () => {
      clock.advance(3000);
      fake.goLive("stream-1");
      [early] = await fake.takeWebhooks();
      if (early) await world.inbox.receive("fake", early);
      expect(await world.settled()).toMatchObject([{ state: "parked", reason: "unbound", attempts: 1 }]);
    });
    await world.control.streams.create({ name: "Show" });
    await until(async () => (await world.settled())[0]?.state === "done");
    expect(await world.settled()).toMatchObject([{ state: "done", attempts: 2 }]);
    expect(early).toBeDefined();
  });

  test("is looked at again at once when it becomes known meanwhile", async () => {
    const fake = webhookProvider("fake", clock);
    let looks = 0;
    const world = await openTestInbox({
      clock,
      providers: { fake: fake.provider },
      observer: {
        async takeWebhook(instance, _observations, also) {
          looks += 1;
          if (looks === 1) {
            world.inbox.unpark(instance);
            return "unbound";
          }
          await world.store.write(also);
          return "written";
        },
      },
    });
    const { delivery } = await goLive(world, fake, clock);
    await world.inbox.receive("fake", delivery);
    expect(await world.settled()).toMatchObject([{ state: "done", attempts: 1 }]);
    expect(looks).toBe(2);
    await world.close();
    expect(world.lines.join("")).not.toContain("wait to be processed");
  });

  test("is looked at ever more rarely, and given up after a day", async () => {
    const world = await openEarly();
    await world.inbox.receive("fake", world.delivery);
    const looks = async (): Promise<number> => (await world.settled())[0]?.attempts ?? 0;
    expect(await looks()).toBe(1);
    for (const [pause, expected] of [
      [10_000, 2],
      [40_000, 3],
      [160_000, 4],
    ] as const) {
      clock.advance(pause - 1000);
      await world.settled();
      expect(await looks()).toBe(expected - 1);
      clock.advance(1000);
      await until(async () => (await looks()) === expected);
    }
    clock.advance(24 * HOUR);
    await until(async () => (await world.settled())[0]?.state === "done");
    expect(await world.settled()).toMatchObject([{ state: "done", reason: "unclaimed" }]);
    expect(await typesOf(world)).toEqual([]);
  });

  test("is found again after a restart", async () => {
    const world = await openEarly();
    await world.inbox.receive("fake", world.delivery);
    expect(await world.settled()).toMatchObject([{ state: "parked" }]);
    await world.close();
    const again = await openTestInbox({ clock, providers: { fake: world.fake.provider }, dataDir: world.dataDir });
    clock.advance(10_000);
    await until(async () => (await again.settled())[0]?.attempts === 2);
    expect(await again.settled()).toMatchObject([{ state: "parked" }]);
  });

  test("waits when its provider has left the config, and is taken in at the start with which it is back", async () => {
    const fake = webhookProvider("fake", clock);
    const before = await openTestInbox({ clock, providers: { fake: fake.provider }, observer: dying });
    const { delivery } = await goLive(before, fake, clock);
    await before.inbox.receive("fake", delivery);
    await before.crash();
    const other = webhookProvider("other", clock);
    const without = await openTestInbox({ clock, providers: { other: other.provider }, dataDir: before.dataDir });
    expect(await without.settled()).toMatchObject([{ state: "parked", reason: "no_provider" }]);
    await without.close();
    const back = await openTestInbox({ clock, providers: { fake: fake.provider }, dataDir: before.dataDir });
    await until(async () => (await back.settled())[0]?.state === "done");
    expect(await countItems(back.store)).toBe(1);
  });
});

import type { WebhookDelivery } from "@polycast/core/provider";
import { describe, expect, test, vi } from "vitest";
import { createManualClock } from "../control/manual-clock.test.support.ts";
import { createSealer } from "../secrets/sealer.ts";
import { newSecretKey } from "../secrets/secret-key.ts";
import { temporaryDatabase, testServer } from "../store/contract/temporary-database.test.support.ts";
import { openFor } from "../store/postgres/postgres-store.test.support.ts";
import { goLive, openBeside, openTestInbox, typesOf, webhookProvider } from "./test-inbox.test.support.ts";

describe.skipIf(testServer === undefined)("two processes on PostgreSQL", () => {
  test("receive what is sent, once, and one of them takes it in", async () => {
    const clock = createManualClock();
    const fake = webhookProvider("fake", clock);
    const url = await temporaryDatabase();
    const sealer = createSealer([newSecretKey().key]);
    const providers = { fake: fake.provider };
    const world = await openTestInbox({ clock, providers, opened: { store: await openFor(url), sealer } });
    const store = await openFor(url);
    const asked: string[] = [];
    const other = await openBeside(world, {
      clock,
      store,
      processes: () => false,
      observer: {
        async takeWebhook(instance) {
          asked.push(instance);
          return "elsewhere";
        },
      },
    });
    const { delivery, providerId } = await goLive(world, fake, clock);
    const deliveries: WebhookDelivery[] = [delivery];
    for (let round = 0; round < 5; round += 1) {
      clock.advance(1000);
      if (round % 2 === 0) fake.endSession(providerId);
      else fake.goLive(providerId);
      deliveries.push(...(await fake.takeWebhooks()));
    }
    const sent = deliveries.flatMap((one) => [other, world, other].map(({ inbox }) => inbox.receive("fake", one)));
    const statuses = (await Promise.all(sent)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    const items = await world.settled();
    expect(items.map(({ state, attempts }) => `${state} ${attempts}`)).toEqual(deliveries.map(() => "done 1"));
    expect(asked).toEqual([]);
    // A transaction in any database of the server holds back the events that come after it.
    await vi.waitFor(async () => {
      const types = (await typesOf(world)).filter((type) => type.startsWith("stream."));
      expect(types.slice(0, 2)).toEqual(["stream.created", "stream.live"]);
    }, 10_000);
    expect([...world.lines, ...other.lines].filter((line) => /"level":"(?:warn|error)"/u.test(line))).toEqual([]);
  });
});

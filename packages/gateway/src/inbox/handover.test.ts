import { ProviderError } from "@polycast/core";
import { expect, test } from "vitest";
import type { WebhookObserver } from "./inbox.ts";
import { openOther, openReceiving, recording, states } from "./processes.test.support.ts";
import { openBeside, turns, until } from "./test-inbox.test.support.ts";

test("a duty is handed over without a gap: the former one ends what it is at, the next goes on", async () => {
  const world = await openReceiving();
  const gate = Promise.withResolvers<void>();
  const { observer, taken } = recording(world.store);
  const { inbox } = await openBeside(world, {
    clock: world.clock,
    observer: { takeWebhook: (...all) => gate.promise.then(() => observer.takeWebhook(...all)) },
  });
  await inbox.receive("fake", world.ofFake.delivery);
  await turns();
  let isOver = false;
  const over = inbox.setProcessing("fake", false).then(() => (isOver = true));
  await turns();
  expect(isOver).toBe(false);
  gate.resolve();
  await over;
  expect(await states(world)).toEqual(["fake done"]);
  await inbox.receive("fake", await world.next());
  await inbox.receive("other", world.ofOther.delivery);
  await until(() => taken.length === 2);
  await turns();
  expect(await states(world)).toEqual(["fake done", "fake received", "other done"]);

  const next = await openOther(world, () => false);
  await next.inbox.setProcessing("fake", true);
  await world.settled();
  expect([taken, next.taken]).toEqual([["fake", "other"], ["fake"]]);
});

test("what hangs holds a handover up for five seconds at most", async () => {
  const world = await openReceiving();
  const hanging = Promise.withResolvers<"elsewhere">();
  const observer: WebhookObserver = { takeWebhook: () => hanging.promise };
  const { inbox } = await openBeside(world, { clock: world.clock, observer });
  await inbox.receive("fake", world.ofFake.delivery);
  await turns();
  const over = inbox.setProcessing("fake", false);
  world.clock.advance(5000);
  await over;
  expect(await states(world)).toEqual(["fake received"]);
  hanging.resolve("elsewhere");
});

test("what fails because it has become another process's is left to that one", async () => {
  const world = await openReceiving();
  const { inbox } = await openBeside(world, {
    clock: world.clock,
    observer: {
      async takeWebhook() {
        void inbox.setProcessing("fake", false);
        throw new ProviderError("conflict", "The lease is another's.", { provider: "fake" });
      },
    },
  });
  await inbox.receive("fake", world.ofFake.delivery);
  await turns();
  expect(await states(world)).toEqual(["fake received"]);
  const { taken } = await openOther(world, () => true);
  await world.settled();
  expect(taken).toEqual(["fake"]);
});

test("what the observer knows to be another process's stays, and does not keep the thread busy", async () => {
  const world = await openReceiving();
  let asked = 0;
  const observer: WebhookObserver = {
    async takeWebhook() {
      asked += 1;
      return "elsewhere";
    },
  };
  await openBeside(world, { clock: world.clock, observer });
  await world.inbox.receive("fake", world.ofFake.delivery);
  await turns();
  expect(asked).toBe(2);
  expect(await states(world)).toEqual(["fake received"]);
  world.clock.advance(1000);
  await until(() => asked > 2);
});

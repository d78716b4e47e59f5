import { randomBytes } from "node:crypto";
import { createStreamSchema } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { MasterKey } from "../../secrets/master-key.ts";
import { createSealer } from "../../secrets/sealer.ts";
import { endIntent, insertIntent, postponeIntent } from "../../store/index.ts";
import { temporaryStore } from "../../store/temporary-store.test.support.ts";
import { createManualClock } from "../manual-clock.test.support.ts";
import { sealIntent } from "./intent-body.ts";
import { isBeingMade } from "./is-being-made.ts";

test("one of the same name is being made while whoever is at it may be alive", async () => {
  const [store, clock] = [temporaryStore(), createManualClock()];
  const sealer = createSealer([new MasterKey(randomBytes(32))]);
  const now = clock.now();
  const begin = (id: string, dueAt: number) => {
    const bodySealed = sealIntent(sealer, id, { wanted: createStreamSchema.parse({ name: "Show" }), targetIds: [] });
    const operation = "stream.create" as const;
    const record = { id, instance: "castr", operation, bodySealed, holder: id, dueAt, attempts: 0, answered: false };
    return store.write(() => insertIntent({ ...record, createdAt: now }));
  };
  const own = { id: "str_own", instance: "castr" };
  const isMade = (name = "Show", instance = "castr") =>
    isBeingMade({ store, sealer, clock }, { ...own, instance }, name);

  await begin("str_own", now + 1_000);
  expect(await isMade()).toBe(false);
  await begin("str_other", now + 1_000);
  expect([await isMade(), await isMade("Another"), await isMade("Show", "mux")]).toEqual([true, false, false]);
  clock.advance(1_000);
  expect(await isMade(), "it is dead").toBe(false);
  await begin("str_third", clock.now() + 1_000);
  expect(await isMade()).toBe(true);
  await store.write(() => postponeIntent("str_third", "str_third", { dueAt: clock.now() + 5_000, answered: true }));
  expect(await isMade(), "it has failed").toBe(false);
  await store.write(() => endIntent("str_third", "str_third"));
  expect(await isMade()).toBe(false);
});

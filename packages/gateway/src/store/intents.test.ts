import { expect, test } from "vitest";
import { engines } from "./contract/engines.test.support.ts";
import {
  dueIntents,
  endIntent,
  getIntent,
  insertIntent,
  type IntentRecord,
  postponeIntent,
  takeIntent,
} from "./intents.ts";

const begun: IntentRecord = {
  id: "str_1",
  instance: "mux",
  operation: "stream.create",
  bodySealed: "v1.sealed",
  holder: "first",
  dueAt: 100,
  attempts: 0,
  answered: false,
  createdAt: 1,
};

test.each(engines)("an intent is found when it is due, and taken over once, on $name", async (engine) => {
  const store = await engine.open();
  await store.write(() => insertIntent(begun));
  expect(await store.read(() => dueIntents("mux", 99, 10))).toEqual([]);
  expect(await store.read(() => dueIntents("castr", 100, 10))).toEqual([]);
  expect(await store.read(() => dueIntents("mux", 100, 10))).toEqual([begun]);

  const mine = { holder: "second", dueAt: 200 };
  expect(await store.write(() => takeIntent(begun, mine))).toBe(true);
  expect(await store.write(() => takeIntent(begun, { holder: "third", dueAt: 200 }))).toBe(false);
  expect(await store.read(() => getIntent("str_1"))).toEqual({ ...begun, ...mine, attempts: 1 });
});

test.each(engines)("who lost an intent neither ends it nor lays it down, on $name", async (engine) => {
  const store = await engine.open();
  await store.write(() => insertIntent(begun));
  expect(await store.write(() => endIntent("str_1", "another"))).toBe(false);
  expect(await store.write(() => postponeIntent("str_1", "another", { dueAt: 5 }))).toBe(false);
  expect(await store.write(() => postponeIntent("str_1", "first", { dueAt: 5, answered: true }))).toBe(true);
  expect(await store.read(() => getIntent("str_1"))).toEqual({ ...begun, dueAt: 5, answered: true });
  expect(await store.write(() => endIntent("str_1", "first"))).toBe(true);
  expect(await store.read(() => getIntent("str_1"))).toBeUndefined();
});

import { Secret, type VerifiedWebhook } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { createRecentWebhooks } from "./recent-webhooks.ts";

const MIB = 1024 * 1024;

const webhook = (eventId: string): VerifiedWebhook => ({
  eventId,
  type: "test",
  occurredAt: "2026-01-02T03:04:05.000Z",
  payload: new Secret({}),
});

test("those that are kept are given out once", () => {
  const recent = createRecentWebhooks();
  recent.add("one", webhook("one"), 10);
  expect(recent.take("one")?.eventId).toBe("one");
  expect(recent.take("one")).toBeUndefined();
});

test("there is room for 8 MiB, and the oldest give way", () => {
  const recent = createRecentWebhooks();
  for (let index = 0; index < 9; index += 1) recent.add(`${index}`, webhook(`${index}`), MIB);
  expect(recent.take("0")).toBeUndefined();
  recent.add("late", webhook("late"), 6 * MIB);
  expect(["6", "7", "8", "late"].map((id) => recent.take(id)?.eventId)).toEqual([undefined, "7", "8", "late"]);
  recent.add("too large", webhook("too large"), 9 * MIB);
  expect(recent.take("too large")).toBeUndefined();
  recent.add("next", webhook("next"), 8 * MIB);
  expect(recent.take("next")?.eventId).toBe("next");
});

test("there is room for 5000, however small", () => {
  const recent = createRecentWebhooks();
  for (let index = 0; index <= 5000; index += 1) recent.add(`${index}`, webhook(`${index}`), 1);
  expect(["0", "1", "5000"].map((id) => recent.take(id)?.eventId)).toEqual([undefined, "1", "5000"]);
});

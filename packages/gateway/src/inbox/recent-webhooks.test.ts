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

test("there is room for 8 MiB, and again when those that had their turn are dropped", () => {
  const recent = createRecentWebhooks();
  for (let index = 0; index < 9; index += 1) recent.add(`${index}`, webhook(`${index}`), MIB);
  recent.keepOnly(new Set(["0", "8"]));
  recent.add("late", webhook("late"), 7 * MIB);
  recent.add("too much", webhook("too much"), 1);
  expect(["0", "1", "8", "late", "too much"].map((id) => recent.take(id)?.eventId)).toEqual([
    "0",
    undefined,
    undefined,
    "late",
    undefined,
  ]);
});

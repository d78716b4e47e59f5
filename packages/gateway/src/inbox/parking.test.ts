import fc from "fast-check";
import { expect, test } from "vitest";
import type { InboxRecord } from "../store/index.ts";
import { parkedOutcome } from "./parking.ts";

const DAY = 24 * 3_600_000;
const record: InboxRecord = {
  id: "inb_1",
  provider: "mux",
  eventId: "1",
  type: "a",
  state: "received",
  contentSealed: "v1.sealed",
  receivedAt: 0,
  occurredAt: 0,
  attempts: 0,
};

test("the pauses grow, and there are few of them in a day", () => {
  const looks: number[] = [];
  for (let now = 0, attempts = 0; ; attempts += 1) {
    const outcome = parkedOutcome({ ...record, attempts }, "unbound", now);
    if (outcome.state !== "parked") break;
    now = outcome.dueAt;
    looks.push(now);
  }
  expect(looks.slice(0, 4)).toEqual([10_000, 50_000, 210_000, 850_000]);
  expect(looks.at(-1)).toBe(DAY);
  expect(looks.length).toBeLessThan(12);
});

test("is looked at again within the day, and given up at its end", () => {
  fc.assert(
    fc.property(fc.nat(3 * DAY), fc.nat(1_000_000), (now, attempts) => {
      const outcome = parkedOutcome({ ...record, attempts }, "unbound", now);
      const isOver = now >= DAY;
      expect(outcome.state).toBe(isOver ? "done" : "parked");
      expect(outcome.reason).toBe(isOver ? "unclaimed" : "unbound");
      const due = outcome.state === "parked" ? outcome.dueAt : now + 1;
      expect(due > now && due <= Math.max(DAY, now + 1)).toBe(true);
    }),
  );
});

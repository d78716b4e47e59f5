import { expect, it, vi } from "vitest";
import { toHttpClock } from "../control/clock.ts";
import { acquireLease } from "../store/index.ts";
import { temporaryStore } from "../store/temporary-store.test.support.ts";
import { writeBody } from "./relay-body.ts";
import { leaseOf } from "./relay-lease.ts";
import { createRelayNumbers } from "./relay-numbers.ts";
import { sharedStore } from "./relay-records.test.support.ts";

const self = { name: "one", startedAt: "2026-01-01T00:00:00.000Z", draining: false };
const target = { streamId: "s1", id: "t1", state: "live", bytesSent: 7, bitrateBps: 8 } as const;

it("shows what relays say of their targets, as long as their leases are good", async () => {
  const { store, clock } = sharedStore(temporaryStore());
  const numbers = createRelayNumbers({ store, clock: toHttpClock(clock), log: () => undefined });
  const say = (relay: string, body: string) =>
    store.write(() => acquireLease(leaseOf(relay), relay, clock.now(), 10_000, body));
  await say("a", writeBody({ ...self, targets: [target] }));
  await say("b", "{");
  expect(numbers.of("s1", "t1")).toBeUndefined();
  await numbers.refresh();
  expect(numbers.of("s1", "t1")).toEqual({ bytesSent: 7, bitrateBps: 8 });
  expect(numbers.of("s1", "t2")).toBeUndefined();

  await say("a", writeBody({ ...self, targets: [{ ...target, bytesSent: 9 }] }));
  clock.advance(3_000);
  // Asking brings newer ones for whoever asks next.
  await vi.waitFor(() => expect(numbers.of("s1", "t1")).toEqual({ bytesSent: 9, bitrateBps: 8 }));
  clock.advance(7_000);
  await numbers.refresh();
  expect(numbers.of("s1", "t1")).toBeUndefined();
});

it("bounds what a relay says", () => {
  const targets = Array.from({ length: 3_000 }, (_, index) => ({ ...target, id: `t${index}` }));
  expect(JSON.parse(writeBody({ ...self, targets }))).toMatchObject({ targets: { length: 2_000 } });
});

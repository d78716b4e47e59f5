import { describe, expect, test, vi } from "vitest";
import { appendAndSettle } from "../../store/contract/append-events.test.support.ts";
import { engines } from "../../store/contract/engines.test.support.ts";
import { listEventsAfter, LOG_BEGINNING, startPosition } from "../../store/index.ts";
import { sampleEvent } from "../../store/sample-records.test.support.ts";
import { shareStore } from "../duties/shared-store.test.support.ts";
import { createManualClock } from "../manual-clock.test.support.ts";
import { createEventFeed } from "./event-feed.ts";
import { createRetention } from "./retention.ts";

describe.each(engines)("the log of several processes, on $name", (engine) => {
  test("is told within a second, also when no notice of it comes", async () => {
    const shared = await engine.open();
    const view = shareStore(shared);
    view.deafen();
    const clock = createManualClock();
    const feed = createEventFeed({ store: view.store, log: () => undefined, clock });
    const got: string[] = [];
    const subscriber = {
      send: ({ event }: { event: { id: string } }) => got.push(event.id) > 0,
      ready: async () => undefined,
      end: () => undefined,
    };
    feed.subscribe(subscriber, LOG_BEGINNING);
    const [first, second, third] = [sampleEvent("str_a"), sampleEvent("str_a"), sampleEvent("str_b")];
    await appendAndSettle(shared, first);
    await vi.waitFor(() => {
      clock.advance(1000);
      expect(got).toEqual([first.id]);
    });
    await appendAndSettle(shared, second, third);
    await vi.waitFor(() => {
      clock.advance(1000);
      expect(got).toEqual([first.id, second.id, third.id]);
    });
    feed.close();
  });

  test("is trimmed by all of them at once without a harm", async () => {
    const store = await engine.open();
    const clock = createManualClock();
    const sequences = await appendAndSettle(store, ...Array.from({ length: 950 }, () => sampleEvent("str_a")));
    const retentions = [1, 2, 3].map(() =>
      createRetention({ store, clock, log: () => undefined, keepEvents: 100, eventMs: 365 * 86_400_000 }),
    );
    await Promise.all(retentions.map((retention) => retention.sweep()));
    const left = await store.read(() => listEventsAfter({ limit: 500 }));
    expect(left.map(({ event }) => ("sequence" in event ? event.sequence : undefined))).toEqual(sequences.slice(850));
    expect(await store.read(startPosition)).toContain(String(sequences[849]));
  });
});

import { type Hearer, watch } from "../client/watch.ts";
import { Wishes } from "../client/wishes.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import type { HttpClock } from "../http/clock.ts";
import type { Event } from "../model/event.ts";

/** What passes for the watch with every look at what it has told: polls are rare. */
const LOOK_MS = 60_000;
const STEP_MS = 5_000;

/** A watch beside a clause, as somebody else's: it is not told what the clause asks for. */
export type WatchAlong = {
  /** Lets time pass for the watch, and answers everything that it has told so far. */
  look(): Promise<readonly Event[]>;
  stop(): Promise<void>;
};

/**
 * Begins one behind its snapshot.
 *
 * @param hearers what comes by webhook is told to these
 */
export async function watchAlong(adapter: ProviderAdapter, hearers: Set<Hearer>): Promise<WatchAlong> {
  const clock = steppedClock();
  const ending = new AbortController();
  const told: Event[] = [];
  const sources = { provider: adapter, adapter, wishes: new Wishes(), hearers, closed: ending.signal, clock };
  const events = watch(sources, {});
  await events.next();
  const reading = (async () => {
    for await (const event of events) if (event.type !== "snapshot") told.push(event);
  })();
  // Whoever looks next is told why it has ended.
  reading.catch(() => undefined);
  return {
    async look() {
      for (let passed = 0; passed < LOOK_MS; passed += STEP_MS) {
        clock.advance(STEP_MS);
        await Promise.race([reading, turn()]);
      }
      return told;
    },
    async stop() {
      ending.abort();
      await reading;
    },
  };
}

/** Lets answers arrive that are there already. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 2);
  });
}

/** Passes by steps; what the time of day is does not depend on it. */
function steppedClock(): HttpClock & { advance(ms: number): void } {
  let elapsed = 0;
  const timers = new Set<{ at: number; run: () => void }>();
  return {
    now: () => elapsed,
    wall: () => Date.now(),
    random: () => 0.5,
    after(ms, run) {
      const timer = { at: elapsed + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      elapsed += ms;
      for (const timer of timers) {
        if (timer.at > elapsed) continue;
        timers.delete(timer);
        timer.run();
      }
    },
  };
}

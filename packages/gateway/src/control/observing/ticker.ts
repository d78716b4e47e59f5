import type { Clock } from "../clock.ts";

/** Wakes streams of which something lapses when nothing is heard. */
export type Ticker = {
  /** When the next of it lapses, in milliseconds since the epoch; nothing: none does. */
  expect(streamId: string, at: number | undefined): void;
  close(): void;
};

/** Lapses are looked at together, this often at most. */
const STEP_MS = 1000;

/** Makes a ticker; a timer runs only while something may lapse. */
export function createTicker(clock: Clock, tick: (streamId: string) => void): Ticker {
  const expected = new Map<string, number>();
  let timer: { at: number; cancel: () => void } | undefined;

  const run = (): void => {
    timer = undefined;
    const now = clock.now();
    for (const [streamId, at] of expected) {
      if (at > now) continue;
      expected.delete(streamId);
      tick(streamId);
    }
    schedule(Math.min(...expected.values()));
  };

  const schedule = (at: number): void => {
    if (at === Infinity || (timer && timer.at <= at)) return;
    timer?.cancel();
    const now = clock.now();
    const due = Math.max(at, now + STEP_MS);
    timer = { at: due, cancel: clock.after(due - now, run) };
  };

  return {
    expect(streamId, at) {
      if (at === undefined) expected.delete(streamId);
      else {
        expected.set(streamId, at);
        schedule(at);
      }
    },
    close() {
      expected.clear();
      timer?.cancel();
      timer = undefined;
    },
  };
}

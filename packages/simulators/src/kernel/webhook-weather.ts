import type { Clock, WebhookWeather } from "./types.ts";

/** What loses, holds, turns around, copies and delays things on their way out. */
export type WeatherQueue<Item> = {
  set(weather: WebhookWeather): void;
  put(item: Item): void;
  /** Lets go what is held. */
  release(): void;
  /** Calm weather, and nothing under way. */
  reset(): void;
};

/** Calm until it is told otherwise. `out` gets what comes through. */
export function createWeatherQueue<Item>(settings: { clock: Clock; out: (item: Item) => unknown }): WeatherQueue<Item> {
  const { clock, out } = settings;
  let weather: WebhookWeather = {};
  let count = 0;
  let held: Item[] = [];
  const delayed = new Set<() => void>();

  function pass(item: Item): void {
    const delay = weather.delayMs ?? 0;
    for (let copy = 0; copy < (weather.copies ?? 1); copy += 1) {
      if (delay <= 0) {
        out(item);
        continue;
      }
      const cancel = clock.after(delay, () => {
        delayed.delete(cancel);
        return out(item);
      });
      delayed.add(cancel);
    }
  }

  function release(): void {
    const items = held.toReversed();
    held = [];
    for (const item of items) pass(item);
  }

  return {
    set(given) {
      release();
      weather = { ...given };
      count = 0;
    },
    put(item) {
      count += 1;
      const loseEvery = weather.loseEvery ?? 0;
      if (loseEvery > 0 && count % loseEvery === 0) return;
      held.push(item);
      if (held.length >= (weather.reverse ?? 1)) release();
    },
    release,
    reset() {
      for (const cancel of delayed) cancel();
      delayed.clear();
      held = [];
      weather = {};
      count = 0;
    },
  };
}

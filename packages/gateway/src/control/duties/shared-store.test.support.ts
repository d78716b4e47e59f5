import type { Store } from "../../store/index.ts";
import type { ManualClock } from "../manual-clock.test.support.ts";

/** One process's view of a store that others share. */
export type SharedStore = {
  store: Store;
  /** Everything fails from here on, or works again. */
  cut(isCut: boolean): void;
  /** Holds back the answers from here on; call what is returned to give them out. */
  hold(): () => void;
  /** Hears nothing of what others tell. */
  deafen(): void;
  /** Are no answers under way? */
  isIdle(): boolean;
};

/** Makes a view; it is closed by whoever opened the store. */
export function shareStore(shared: Store): SharedStore {
  let underWay = 0;
  let isCut = false;
  let isDeaf = false;
  let held: Promise<void> | undefined;
  const track = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isCut) throw new Error("The store is away.");
    underWay += 1;
    try {
      const answer = await work();
      await held;
      if (isCut) throw new Error("The store is away.");
      return answer;
    } finally {
      underWay -= 1;
    }
  };
  const store: Store = {
    ...shared,
    exclusive: false,
    read: (unit) => track(() => shared.read(unit)),
    write: (unit) => track(() => shared.write(unit)),
    listen: (channel, listener) =>
      shared.listen(channel, (payload) => {
        if (!isCut && !isDeaf) listener(payload);
      }),
  };
  return {
    store,
    cut: (next) => void (isCut = next),
    deafen: () => void (isDeaf = true),
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return () => {
        held = undefined;
        resolve();
      };
    },
    isIdle: () => underWay === 0 || held !== undefined,
  };
}

/** Lets whatever can happen happen that needs no time. */
export async function settle(...views: SharedStore[]): Promise<void> {
  for (let quiet = 0; quiet < 20; quiet += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    if (!views.every((view) => view.isIdle())) quiet = 0;
  }
}

/** Lets time pass as in a process that is not stopped: in steps that are no gap. */
export async function pass(ms: number, clocks: readonly ManualClock[], ...views: SharedStore[]): Promise<void> {
  const STEP_MS = 250;
  for (let passed = 0; passed < ms; passed += STEP_MS) {
    for (const clock of clocks) clock.advance(Math.min(STEP_MS, ms - passed));
    await settle(...views);
  }
}

import { describeError } from "../log/describe-error.ts";
import {
  countInboxItems,
  deleteInboxItemsBefore,
  deleteOldestInboxItems,
  giveUpParkedBeyond,
  type Writing,
} from "../store/index.ts";
import type { InboxOptions } from "./inbox.ts";
import type { RareWarnings } from "./rare-warnings.ts";

type HousekeepingOptions = Pick<InboxOptions, "store" | "clock" | "retentionDays" | "limits"> & {
  warnings: RareWarnings;
};

/** Keeps the inbox small. Every process on a store may do so: what one has taken away the others do not find. */
export type Housekeeping = {
  start(): void;
  /** Are there so many open ones that no more should be taken? */
  crowded(): boolean;
  /** One more was stored: after many, it does not wait for its time. */
  count(): void;
  close(): Promise<void>;
};

const DAY_MS = 24 * 3_600_000;
/** Providers repeat for about 25 hours: what was taken in must be known for longer, or it would be taken in again. */
const MIN_DAYS = 2;
const DEFAULT_DAYS = 7;
const MAX_ITEMS = 200_000;
const MAX_PARKED = 10_000;
const EVERY_MS = 600_000;
const CROWDED_MS = 10_000;
/** Rows per unit of work, so that nothing else waits for it. */
const STEP = 200;
const AFTER_STORED = 5_000;

/** Makes it. Settled webhooks go by age, and the oldest beyond a number; the oldest of many parked ones are given up. */
export function createHousekeeping(options: HousekeepingOptions): Housekeeping {
  const { store, clock, warnings, limits = {} } = options;
  const keepMs = Math.max(MIN_DAYS, options.retentionDays ?? DEFAULT_DAYS) * DAY_MS;
  const maxItems = limits.maxItems ?? MAX_ITEMS;
  let stored = 0;
  let crowded = false;
  let open = false;
  let running: Promise<void> | undefined;
  let cancel: (() => void) | undefined;

  const repeat = async (step: () => Writing<number>): Promise<void> => {
    for (;;) {
      if (!open || (await store.write(step)) < STEP) return;
    }
  };

  /** Counted anew for each step: others may be at it too. Answers how many are left over that cannot go. */
  const deleteSurplus = async (): Promise<number> => {
    for (;;) {
      const surplus = (await store.read(() => countInboxItems())) - maxItems;
      if (!open || surplus <= 0) return 0;
      if ((await store.write(() => deleteOldestInboxItems(Math.min(STEP, surplus)))) === 0) return surplus;
    }
  };

  const tidy = async (): Promise<void> => {
    const now = clock.now();
    await repeat(() => deleteInboxItemsBefore(now - keepMs, STEP));
    const givenUp = { settledAt: now, reason: "unclaimed" };
    await repeat(() => giveUpParkedBeyond(MAX_PARKED, givenUp, STEP));
    crowded = (await deleteSurplus()) > 0;
    if (crowded) warnings.warn("so many webhooks wait to be processed that no more are taken");
  };

  const run = (): void => {
    if (!open) return;
    stored = 0;
    running ??= tidy()
      .catch((error: unknown) => {
        warnings.warn("old webhooks could not be removed", undefined, { error: describeError(error) });
      })
      .finally(() => {
        running = undefined;
        cancel?.();
        if (open) cancel = clock.after(crowded ? CROWDED_MS : EVERY_MS, run);
      });
  };

  return {
    crowded: () => crowded,
    start() {
      open = true;
      run();
    },
    count() {
      stored += 1;
      if (stored >= AFTER_STORED) run();
    },
    async close() {
      open = false;
      cancel?.();
      await running;
    },
  };
}

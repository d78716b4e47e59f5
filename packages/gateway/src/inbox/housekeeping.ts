import { describeError } from "../log/describe-error.ts";
import {
  countInboxItems,
  deleteInboxItemsBefore,
  deleteOldestInboxItems,
  giveUpParkedBeyond,
  type Transaction,
} from "../store/index.ts";
import type { InboxOptions } from "./inbox.ts";
import type { RareWarnings } from "./rare-warnings.ts";

type HousekeepingOptions = Pick<InboxOptions, "store" | "clock" | "retentionDays" | "limits"> & {
  warnings: RareWarnings;
};

/** Keeps the inbox small. */
export type Housekeeping = {
  start(): void;
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
/** Rows per unit of work, so that nothing else waits for it. */
const STEP = 200;
const AFTER_STORED = 5_000;

/** Makes it. Settled webhooks go by age, and the oldest beyond a number; the oldest of many parked ones are given up. */
export function createHousekeeping(options: HousekeepingOptions): Housekeeping {
  const { store, clock, warnings, limits = {} } = options;
  const keepMs = Math.max(MIN_DAYS, options.retentionDays ?? DEFAULT_DAYS) * DAY_MS;
  const maxItems = limits.maxItems ?? MAX_ITEMS;
  let stored = 0;
  let open = false;
  let running: Promise<void> | undefined;
  let cancel: (() => void) | undefined;

  const repeat = async (step: (transaction: Transaction) => number): Promise<void> => {
    for (;;) {
      if (!open || (await store.write(step)) < STEP) return;
    }
  };

  const tidy = async (): Promise<void> => {
    const now = clock.now();
    await repeat((transaction) => deleteInboxItemsBefore(transaction, now - keepMs, STEP));
    const givenUp = { settledAt: now, reason: "unclaimed" };
    await repeat((transaction) => giveUpParkedBeyond(transaction, MAX_PARKED, givenUp, STEP));
    let surplus = (await store.read(countInboxItems)) - maxItems;
    await repeat((transaction) => {
      if (surplus <= 0) return 0;
      const gone = deleteOldestInboxItems(transaction, Math.min(STEP, surplus));
      surplus -= gone;
      return gone;
    });
  };

  const run = (): void => {
    if (!open) return;
    stored = 0;
    running ??= tidy()
      .catch((error: unknown) => {
        warnings.warn("old webhooks could not be removed", "all", { error: describeError(error) });
      })
      .finally(() => {
        running = undefined;
        cancel?.();
        if (open) cancel = clock.after(EVERY_MS, run);
      });
  };

  return {
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

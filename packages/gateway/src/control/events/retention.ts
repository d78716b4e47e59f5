import type { Log } from "@polycast/core/provider";
import { describeError } from "../../log/describe-error.ts";
import { PRUNE_STEP, pruneViewTokens, type Store, TRIM_STEP, trimEvents } from "../../store/index.ts";
import type { Clock } from "../clock.ts";

/** What the control plane forgets, and when. */
export type RetentionOptions = {
  store: Store;
  clock: Clock;
  log: Log;
  /** Events go when they are older than this, in milliseconds. Default 30 days. */
  eventMs?: number;
  /** Events that stay at most. Default 100 000. */
  keepEvents?: number;
};

/** Forgets what is old. Every process on a store may do so: what one has taken away the others do not find. */
export type Retention = {
  /** Begins to look from time to time, the first time soon. */
  start(): void;
  /** Looks once, now. @returns when all that is old is gone */
  sweep(): Promise<void>;
  close(): void;
};

const DAY_MS = 24 * 60 * 60 * 1000;
const DEFAULT_EVENT_MS = 30 * DAY_MS;

/** Between two looks. */
const SWEEP_MS = 60_000;

/** Makes it. It deletes in small units, so that no write waits long for it. */
export function createRetention(options: RetentionOptions): Retention {
  const { store, clock, log, eventMs = DEFAULT_EVENT_MS, keepEvents } = options;
  let cancel: (() => void) | undefined;
  let closed = false;

  /** Repeats a unit until it finds less than it may take. */
  const repeat = async (step: number, unit: Parameters<typeof store.write<number>>[0]): Promise<void> => {
    let more = !closed;
    while (more) more = (await store.write(unit)) === step && !closed;
  };

  const sweep = async (): Promise<void> => {
    const now = clock.now();
    const trimming = { before: now - eventMs, ...(keepEvents === undefined ? {} : { keep: keepEvents }) };
    await repeat(TRIM_STEP, () => trimEvents(trimming));
    await repeat(PRUNE_STEP, () => pruneViewTokens(now));
  };

  const next = (): void => {
    if (closed) return;
    cancel = clock.after(SWEEP_MS, () => {
      sweep()
        .catch((error: unknown) => {
          if (!closed) log("warn", "what is old could not be deleted and waits", { error: describeError(error) });
        })
        .finally(next);
    });
  };

  return {
    sweep,
    start: next,
    close() {
      closed = true;
      cancel?.();
    },
  };
}

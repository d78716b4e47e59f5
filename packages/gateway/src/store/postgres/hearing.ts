import { sql } from "kysely";
import type { Pool } from "pg";
import type { Channel } from "../access.ts";
import { toQuery } from "../raw-query.ts";
import { withSession } from "./connect.ts";
import { createHeldBack } from "./held-back.ts";

/** Milliseconds between looks whether the log has settled: at first, and at most. */
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 1000;

export type HearingOptions = {
  pool: Pool;
  tell(channel: Channel, payload?: string): void;
  /** Called once for each transaction that has held back the log for over 10 seconds. */
  onStuck(): void;
  /** Milliseconds from any origin. Default: the monotonic clock. */
  clock?: () => number;
};

/** Passes on what was heard. */
export type Hearing = { hear: (channel: Channel, payload?: string) => void; close(): void };

const unsettled = toQuery(
  sql<{ oldest: number }>`select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as oldest from events
    where tx >= event_log_base() + pg_snapshot_xmin(pg_current_snapshot())::text::bigint limit 1`,
);

/**
 * Passes on what was heard at once; of the log, when it can be read. An event that was committed is hidden while an
 * older transaction is open, and nothing tells when that one ends: as long as there is such an event, it is looked
 * again, and told again.
 */
export function createHearing(options: HearingOptions): Hearing {
  const { pool, clock = () => performance.now() } = options;
  let looking = false;
  let heardMore = false;
  let closed = false;
  let wake: (() => void) | undefined;

  const heldBack = createHeldBack(clock, () => options.onStuck());

  const isUnsettled = async (): Promise<boolean> => {
    const found = await withSession(pool, (session) => session.execute({ kind: "first", query: unsettled }));
    const row = found as { oldest: number } | undefined;
    heldBack(row?.oldest);
    return row !== undefined;
  };

  const look = async (): Promise<void> => {
    let pauseMs = FIRST_PAUSE_MS;
    for (;;) {
      heardMore = false;
      // Before it is told: who reads then sees at least what had settled here.
      const again = await isUnsettled().catch(() => true);
      if (closed) return;
      options.tell("events", "");
      if (!again && !heardMore) return;
      if (!heardMore) await pause(pauseMs);
      pauseMs = heardMore ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  };

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  return {
    hear(channel, payload) {
      // `appendEvent` says no more than that.
      if (channel !== "events" || payload !== "") options.tell(channel, payload);
      if (channel !== "events") return;
      heardMore = true;
      wake?.();
      if (looking || closed) return;
      looking = true;
      void look().finally(() => {
        looking = false;
      });
    },
    close() {
      closed = true;
      wake?.();
    },
  };
}

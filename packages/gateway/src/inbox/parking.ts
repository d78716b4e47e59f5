import type { InboxOutcome, InboxRecord } from "../store/index.ts";
import type { InboxReason } from "./inbox-item.ts";

const FIRST_LOOK_MS = 10_000;
const FACTOR = 4;
const MAX_PAUSE_MS = 6 * 3_600_000;
/** How long somebody may come to know what a webhook is about. */
const KEEP_MS = 24 * 3_600_000;

/** What becomes of one that is about unknown things: it is looked at again, ever more rarely, for a day. */
export function parkedOutcome(record: InboxRecord, reason: InboxReason, now: number): InboxOutcome {
  const end = record.receivedAt + KEEP_MS;
  if (now >= end) return { state: "done", settledAt: now, reason: "unclaimed" };
  const pause = Math.min(MAX_PAUSE_MS, FIRST_LOOK_MS * FACTOR ** Math.min(record.attempts, 20));
  return { state: "parked", dueAt: Math.min(now + pause, end), reason };
}

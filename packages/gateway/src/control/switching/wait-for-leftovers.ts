import type { StreamRecord } from "../../store/index.ts";
import type { Work } from "../reconcile/work.ts";
import { leftoverNotice } from "./old-stream-notice.ts";
import { switchDueAt, switchStateOf } from "./switch-state.ts";

/**
 * What a stream that is gone at its provider still waits for, because switches have left something of it at others: its
 * row is all that is known of that. Undefined: nothing.
 *
 * @param now milliseconds since 1970
 */
export function waitForLeftovers(record: StreamRecord, now: number): Work | undefined {
  const [first] = switchStateOf(record).leftovers ?? [];
  if (!first) return undefined;
  const { attempts = 0, error } = first.work ?? {};
  const { message } = leftoverNotice(first);
  const why = error && { ...error, message: `${message} ${error.message}`.slice(0, 500) };
  const nextAttemptAt = switchDueAt(record, now) ?? now;
  return { since: record.deletingAt ?? now, attempts, nextAttemptAt, ...(why ? { error: why } : {}) };
}

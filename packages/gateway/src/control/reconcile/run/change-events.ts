import type { Notice, Pending, TargetEvent } from "@polycast/core";
import { targetWish } from "@polycast/core/host";
import { defined } from "@polycast/core/provider";
import { toTimestamp } from "../../clock.ts";
import { isDeepStrictEqual } from "node:util";
import type { StreamRecord, TargetRecord } from "../../../store/index.ts";
import type { Views } from "../../views.ts";
import type { StoredWork, Told } from "./stored-work.ts";

type Draft = Omit<TargetEvent, "id">;

/** What is to be told of a change's life, and what has then been told. */
export type ChangeTold = { events: Draft[]; told: Told | undefined };

/**
 * What is to be told after a pass: that something stays open, anew when that is something else or for another time;
 * that it fails, anew when it fails otherwise; that it is settled, also when it went through at once but was made out of
 * other calls, or was taken back after it had been told as pending.
 *
 * @param about.pending what is open now
 * @param about.now milliseconds since 1970
 */
export function changeEvents(about: {
  views: Views;
  stream: StreamRecord;
  /** As it is stored with what was told before. */
  record: TargetRecord;
  stored: StoredWork;
  pending: Pending | undefined;
  now: number;
}): ChangeTold {
  const { stored, pending } = about;
  const { told, emulated } = stored;
  if (!pending) {
    if (!told && emulated === undefined) return { events: [], told: undefined };
    return { events: [draft(about, "target.change_applied")], told: undefined };
  }
  const { changes, applies, error } = pending;
  const events: Draft[] = [];
  if (!told || told.applies !== applies || !isDeepStrictEqual(told.changes, changes)) {
    events.push(draft(about, "target.change_pending"));
  }
  if (error && error.code !== told?.error) events.push(draft(about, "target.change_failed"));
  return { events, told: { changes, applies, ...(error ? { error: error.code } : {}) } };
}

function draft(
  { views, stream, record, stored, now }: Parameters<typeof changeEvents>[0],
  type: "target.change_pending" | "target.change_failed" | "target.change_applied",
): Draft {
  const target = views.target(stream, record);
  const event = targetWish("target.updated", target, toTimestamp(now), {}, stream);
  return { ...event, type, data: defined({ target, notice: noticeOf(stored) }) };
}

const undone: Notice = { code: "undone", message: "The change was taken back before it was made." };

function noticeOf({ told, emulated: message }: StoredWork): Notice | undefined {
  if (told?.undone) return undone;
  return message === undefined ? undefined : { code: "emulated", message };
}

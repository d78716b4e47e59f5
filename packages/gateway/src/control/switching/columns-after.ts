import type { Capabilities, Target } from "@polycast/core";
import type { TargetChanges, TargetRecord } from "../../store/index.ts";
import { acceptedAfter } from "../reconcile/accepted-after.ts";
import { type AcceptedTarget, notThereYet } from "../reconcile/accepted.ts";
import { changesOf } from "../reconcile/changes-of.ts";
import { noticesAfter } from "../reconcile/run/notices-after.ts";
import { toStoredWork } from "../reconcile/run/stored-work.ts";
import { wantedOf } from "../reconcile/wanted.ts";
import { afterWish } from "../reconcile/work-after.ts";

/**
 * A target's row at its new provider.
 *
 * @param made what that has of it
 * @param carried the row as it is wanted there
 * @param at.now milliseconds since 1970
 */
export function columnsAfter(
  row: TargetRecord,
  made: Target | undefined,
  carried: TargetRecord,
  { table, now }: { table: Capabilities; now: number },
): TargetChanges {
  const wanted = wantedOf({ ...carried, notices: ownNotices(row), updatedAt: now });
  const call = {
    wanted,
    accepted: notThereYet(wanted, table),
    table,
    streamState: "idle",
    now,
  } as const;
  const accepted: AcceptedTarget = made ? acceptedAfter({ do: "create" }, call) : absent(row, call.accepted);
  const isOpen = changesOf(wanted, accepted, table).length > 0;
  return {
    providerId: made?.id ?? null,
    rendition: carried.rendition,
    videoOnly: carried.videoOnly ?? null,
    accepted: JSON.stringify(accepted),
    work: toStoredWork({ work: afterWish(undefined, isOpen, now) }),
    notices: noticesAfter(ownNotices(row), made?.notices ?? []),
    updatedAt: now,
  };
}

/** One that was to be gone is. */
function absent({ deletingAt }: TargetRecord, accepted: AcceptedTarget): AcceptedTarget {
  return deletingAt === undefined ? accepted : { there: false };
}

/** What was other than wanted at the old side is so no more. */
function ownNotices({ notices }: TargetRecord): TargetRecord["notices"] {
  return noticesAfter(notices, []).filter(({ code }) => code !== "drift");
}

import { getStream, targetsOf } from "../../../store/index.ts";
import { settle } from "../evidence.ts";
import { missingIn } from "../missing.ts";
import type { Work } from "../work.ts";
import { follow, type TargetOutcome, writeOutcome } from "./change-target.ts";
import { observedNow, type Pass } from "./pass.ts";
import { type LoadedStream, type TargetWork, targetWorkOf } from "./states.ts";
import { tellMissing } from "./tell-target.ts";

/**
 * Stores what follows for the targets of a stream from what is observed: what was awaited is in effect, or a target is
 * missing in the session that runs. Those that were wanted to be gone go with that.
 *
 * @returns false: there was nothing to store
 */
export async function tidy(pass: Pass, { targets }: LoadedStream): Promise<boolean> {
  if (!targets.some((target) => outcomeOf(pass, target))) return false;
  const { tools, streamId } = pass;
  const changed = await tools.store.write(function* () {
    yield* pass.fence();
    const stream = yield* getStream(streamId);
    if (!stream) return undefined;
    const rows = [];
    for (const record of yield* targetsOf(streamId)) {
      const outcome = outcomeOf(pass, targetWorkOf(record));
      if (!outcome) continue;
      const next = yield* writeOutcome(pass, stream, record, outcome);
      const isNewlyMissing =
        outcome.work?.missing !== undefined && outcome.work.missing !== targetWorkOf(record).work?.missing;
      rows.push({ id: record.id, next, isNewlyMissing });
    }
    return { stream, rows };
  });
  for (const { id, next, isNewlyMissing } of changed?.rows ?? []) {
    if (changed) follow(pass, changed.stream, id, next);
    if (isNewlyMissing) tellMissing(pass, id, observedNow(pass).sessionId);
  }
  return true;
}

function outcomeOf(pass: Pass, target: TargetWork): TargetOutcome | undefined {
  const { wanted, accepted, work, record } = target;
  const { streamState, session, sessionId } = observedNow(pass);
  const targetStatus = pass.tools.register.target(pass.streamId, record.id)?.status;
  const settled = settle(accepted, { targetStatus, streamState, sessionId });
  const missing = missingIn({ wanted, accepted: settled, work, table: pass.table, streamState, session });
  const isNews = missing !== undefined && missing !== work?.missing;
  const isPast = work?.missing !== undefined && (streamState === "idle" || streamState === "disabled");
  const isOver = wanted.gone && !settled.there && !settled.awaiting && work?.inDoubt === undefined;
  if (settled === accepted && !isNews && !isPast && !isOver) return undefined;
  const next = isNews ? { since: wanted.changedAt, attempts: 0, ...work, missing } : isPast ? inNoSession(work) : work;
  // Its deletion is in effect: what comes under its id from now on is about nothing of ours.
  const isAbsent = !settled.there && !settled.awaiting && record.providerId !== undefined;
  return { accepted: settled, work: next, ...(isAbsent ? { providerId: null } : {}) };
}

function inNoSession({ missing: _past, ...work }: Work): Work {
  return work;
}

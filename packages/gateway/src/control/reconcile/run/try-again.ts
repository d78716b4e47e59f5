import { getStream, targetsOf, updateStream, updateTarget } from "../../../store/index.ts";
import type { Work } from "../work.ts";
import { tryAtOnce } from "../work-after.ts";
import { type Cure, helps } from "./cures.ts";
import type { Pass } from "./pass.ts";
import { streamWorkOf, targetWorkOf } from "./states.ts";
import { type StoredWork, toStoredWork } from "./stored-work.ts";

/** Forgets what failed for good about a stream and its targets, and what one of these may help, so that it is tried at once. */
export async function tryAgain({ tools, fence, streamId }: Pass, cures: readonly Cure[]): Promise<void> {
  await tools.store.write(function* () {
    yield* fence();
    const record = yield* getStream(streamId);
    if (!record) return;
    const { updatedAt } = record;
    const own = forgiven(streamWorkOf(record).stored, cures);
    if (own !== undefined) yield* updateStream(streamId, { updatedAt, work: own });
    for (const target of yield* targetsOf(streamId)) {
      const work = forgiven(targetWorkOf(target).stored, cures);
      if (work !== undefined) yield* updateTarget(target.id, { updatedAt: target.updatedAt, work });
    }
  });
}

/** The column without such a failure; undefined: there is none in it. */
function forgiven(stored: StoredWork, cures: readonly Cure[]): string | null | undefined {
  const { work } = stored;
  const code = work?.error?.code;
  if (!work || code === undefined || !cures.some((cure) => helps(cure, code))) return undefined;
  const next: Work = tryAtOnce(code === "provider_unavailable" ? lasting(work) : work);
  return next === work ? undefined : toStoredWork({ ...stored, work: next });
}

/** As if it had failed for good. */
function lasting(work: Work): Work {
  return work.error ? { ...work, error: { ...work.error, retryable: false } } : work;
}

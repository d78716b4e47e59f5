import { isDeepStrictEqual } from "node:util";
import { notify, type StreamChanges, updateStream, updateTarget, type Writing } from "../../../store/index.ts";
import { appendEvents } from "../../events/event-log.ts";
import { switchDueAt } from "../../switching/switch-state.ts";
import { withColumns } from "../../targets/put-wish.ts";
import { chooseStep } from "../choose-step.ts";
import { pendingOf } from "../pending-of.ts";
import type { Step } from "../step.ts";
import { nextStreamStep, type StreamStep } from "../stream-wishes.ts";
import { afterRefusal } from "../work-after.ts";
import { changeEvents } from "./change-events.ts";
import { type Cure, hopesFor } from "./cures.ts";
import { observedNow, type Pass } from "./pass.ts";
import { type LoadedStream, loadStream, type TargetWork, targetWorkOf } from "./states.ts";
import { stepsOf } from "./steps-of.ts";
import { toStoredWork } from "./stored-work.ts";

/** What waits for something else than a time is looked at this often all the same, should nobody have told of it. */
const SAFETY_MS = 300_000;

/** How a pass ended. `again`: another wish has come meanwhile. `dueAt`: when there is something to do next. */
export type Finished = {
  again: boolean;
  dueAt?: number | undefined;
  /** What its waits may end by before their time. */
  hopes?: readonly Cure[];
};

/**
 * Ends a pass: stores what can be said about what is still open, tells it, and says when the stream is due again. By what
 * is stored now, so that no wish is lost that came meanwhile.
 */
export async function finishPass(pass: Pass): Promise<Finished> {
  const { tools, streamId } = pass;
  return tools.store.write(function* () {
    yield* pass.fence();
    const loaded = yield* loadStream(streamId);
    return loaded ? yield* writeEnd(pass, loaded) : { again: false };
  });
}

function* writeEnd(pass: Pass, loaded: LoadedStream): Writing<Finished> {
  const { tools, table } = pass;
  const now = tools.clock.now();
  const { streamState } = observedNow(pass);
  const { stream } = loaded;
  const streamStep = nextStreamStep({ ...stream, table, streamState, now });
  const steps = stream.wanted.gone ? [] : stepsOf(pass, loaded);
  if (isDue(streamStep) || chooseStep(steps)) return { again: true };

  const times = [dueAfter(streamStep, now), switchDueAt(stream.record, now)];
  let isChanged = false;
  for (const { target, step } of steps) {
    const next = refused(target, step, now);
    const { record, accepted, stored } = next;
    const pending = pendingOf({ ...next, table, streamState });
    const { events, told } = changeEvents({ views: tools.views, stream: stream.record, record, stored, pending, now });
    const work = toStoredWork({ work: stored.work, told, emulated: pending ? stored.emulated : undefined });
    times.push(dueAfter(step, now), accepted.awaiting ? now + SAFETY_MS : undefined);
    if (work === (target.record.work ?? null)) continue;
    isChanged = true;
    yield* updateTarget(record.id, { updatedAt: record.updatedAt, work });
    yield* appendEvents(events);
  }
  const { record } = stream;
  const dueAt = earliest(times);
  const changes: StreamChanges = {
    updatedAt: record.updatedAt,
    dueAt: dueAt ?? null,
    ...streamRefusal(loaded, streamStep, now),
  };
  const works = [stream.work, ...steps.map(({ target }) => target.work)];
  const finished = { again: false, dueAt, hopes: works.flatMap((work) => hopesFor(work) ?? []) };
  if (isDeepStrictEqual(withColumns(record, changes), record) && !isChanged) return finished;
  yield* updateStream(record.id, changes);
  yield* notify("state", record.id);
  return finished;
}

/** The row with what is to be said where no call was made and none helps. */
function refused(target: TargetWork, step: Step, now: number): TargetWork {
  const { record, work, stored } = target;
  if (step.do !== "refused") return target;
  const after = toStoredWork({ ...stored, work: afterRefusal(work, step.error, now) });
  return targetWorkOf(withColumns(record, { work: after }));
}

function streamRefusal({ stream }: LoadedStream, step: StreamStep, now: number): Pick<StreamChanges, "work"> {
  if (step.do !== "refused") return {};
  return { work: toStoredWork({ ...stream.stored, work: afterRefusal(stream.work, step.error, now) }) };
}

function isDue(step: StreamStep): boolean {
  return step.do === "look" || step.do === "delete" || step.do === "update";
}

function dueAfter(step: Step | StreamStep, now: number): number | undefined {
  if (step.do === "nothing") return undefined;
  return step.do === "retry-later" ? step.at : now + SAFETY_MS;
}

function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

import type { MultistreamError } from "@polycast/core";
import { defined } from "@polycast/core/provider";
import {
  getStream,
  notify,
  type StreamChanges,
  type StreamRecord,
  targetsOf,
  updateStream,
  updateTarget,
  type Writing,
} from "../../store/index.ts";
import { withColumns } from "../targets/put-wish.ts";
import { afterFailure } from "../reconcile/work-after.ts";
import type { Pass } from "../reconcile/run/pass.ts";
import { targetWorkOf } from "../reconcile/run/states.ts";
import { toStoredWork } from "../reconcile/run/stored-work.ts";
import { tellRemains } from "./remains.ts";
import { type Leftover, type SwitchRun, type SwitchState, switchStateOf, toStoredSwitch } from "./switch-state.ts";

/** A stream on its way, as a step finds it. */
export type Switching = { record: StreamRecord; run: SwitchRun };

/** Stores how a switch goes on, where it is still at this step. @returns false: it is not, or there is no such stream */
export async function storeRun(
  pass: Pass,
  { run }: Switching,
  next: (run: Omit<SwitchRun, "work">) => SwitchRun,
): Promise<boolean> {
  const { work: _done, ...rest } = run;
  return pass.tools.store.write(() => changeSwitch(pass, run, (state) => ({ ...state, run: next(rest) })));
}

/** Stores that a step has failed and is tried again later. @returns when, milliseconds since 1970 */
export async function storeRetry(pass: Pass, { run }: Switching, error: MultistreamError): Promise<number> {
  const now = pass.tools.clock.now();
  const work = afterFailure(run.work, error, now, Math.random());
  const dueAt = work.nextAttemptAt ?? now;
  const unit = () => changeSwitch(pass, run, (state) => ({ ...state, run: { ...run, work } }), { dueAt });
  await pass.tools.store.write(unit);
  return dueAt;
}

/**
 * Ends a switch that did not come about: the stream stays where it is. What was parked there is looked at and brought back
 * in line.
 *
 * @param leftover what was made of the new side: it is deleted
 */
export async function storeFailure(
  pass: Pass,
  { run }: Switching,
  error: MultistreamError,
  leftover?: Leftover,
): Promise<void> {
  const { store, clock, bindings } = pass.tools;
  const { code, message, hint, retryable } = error;
  const failed = defined({ to: run.to, code, message: message.slice(0, 500), hint, retryable });
  const end = (state: SwitchState): SwitchState => {
    const leftovers = [...(state.leftovers ?? []), ...(leftover ? [leftover] : [])];
    return { failed, leftovers };
  };
  const also = function* (record: StreamRecord): Writing<void> {
    if (run.mayRemain) yield* tellRemains(pass, record, run.to);
    if (run.parked) yield* lookAgain(pass, record);
  };
  await store.write(() => changeSwitch(pass, run, end, { dueAt: clock.now() }, also));
  bindings.park(pass.streamId, false);
}

/** What was parked of it is in doubt: whoever looks finds out. */
function* lookAgain({ tools }: Pass, { id }: StreamRecord): Writing<void> {
  const now = tools.clock.now();
  for (const target of yield* targetsOf(id)) {
    const { accepted, work, stored } = targetWorkOf(target);
    if (!accepted.there || target.providerId === undefined) continue;
    const doubtful = { since: now, attempts: 0, ...work, inDoubt: "update" as const };
    const changes = { updatedAt: target.updatedAt, work: toStoredWork({ ...stored, work: doubtful }) };
    yield* updateTarget(target.id, { ...changes, accepted: JSON.stringify(accepted) });
  }
}

function* changeSwitch(
  pass: Pass,
  run: SwitchRun,
  next: (state: SwitchState) => SwitchState,
  columns: Partial<StreamChanges> = {},
  also?: (record: StreamRecord) => Writing<void>,
): Writing<boolean> {
  yield* pass.fence();
  const record = yield* getStream(pass.streamId);
  if (!record) return false;
  const state = switchStateOf(record);
  if (state.run?.since !== run.since || state.run.step !== run.step) return false;
  const changes = { ...columns, switching: toStoredSwitch(next(state)), updatedAt: record.updatedAt };
  yield* updateStream(record.id, changes);
  if (also) yield* also(withColumns(record, changes));
  yield* notify("state", record.id);
  return true;
}

import type { Stream } from "@polycast/core";
import { targetWish } from "@polycast/core/host";
import {
  deleteTarget,
  getStream,
  getTarget,
  type StreamRecord,
  type TargetChanges,
  type TargetRecord,
  updateTarget,
  type Writing,
} from "../../../store/index.ts";
import { toTimestamp } from "../../clock.ts";
import { appendEvents } from "../../events/event-log.ts";
import { heldTarget } from "../../held-target.ts";
import { withColumns } from "../../targets/put-wish.ts";
import type { AcceptedTarget } from "../accepted.ts";
import type { Work } from "../work.ts";
import type { Pass } from "./pass.ts";
import { type TargetWork, targetWorkOf } from "./states.ts";
import { toStoredWork } from "./stored-work.ts";
import { tellOff } from "./tell-target.ts";

/** What a step has led to. What is left out stays. */
export type TargetOutcome = {
  accepted?: AcceptedTarget;
  work: Work | undefined;
  /** Null: the provider has no such target. */
  providerId?: string | null;
  notices?: TargetRecord["notices"];
  emulated?: string | undefined;
};

/**
 * Stores what a step has led to, by what the row says now: the wish may have changed meanwhile. A target that is wanted
 * to be gone, and is, goes with this.
 *
 * @param decide undefined: nothing is stored
 * @returns the row as it is now; undefined when there is none (any more), or nothing was stored
 */
export async function changeTarget(
  pass: Pass,
  targetId: string,
  decide: (current: TargetWork) => TargetOutcome | undefined,
): Promise<TargetRecord | undefined> {
  const { tools, streamId } = pass;
  const stored = await tools.store.write(function* () {
    yield* pass.fence();
    const stream = yield* getStream(streamId);
    const record = yield* getTarget(targetId);
    if (!stream || !record) return undefined;
    const outcome = decide(targetWorkOf(record));
    return outcome && { stream, next: yield* writeOutcome(pass, stream, record, outcome) };
  });
  if (stored) follow(pass, stored.stream, targetId, stored.next);
  return stored?.next;
}

/** The same as a part of a unit. @returns the row as it is now; undefined when it has gone */
export function* writeOutcome(
  { tools }: Pass,
  stream: StreamRecord,
  record: TargetRecord,
  outcome: TargetOutcome,
): Writing<TargetRecord | undefined> {
  const { wanted, accepted: before, stored } = targetWorkOf(record);
  const { accepted = before, work } = outcome;
  if (wanted.gone && !accepted.there && !accepted.awaiting && work?.inDoubt === undefined) {
    const told = tools.views.toldTarget(
      stream,
      withColumns(record, { work: null, accepted: JSON.stringify(accepted) }),
    );
    yield* deleteTarget(record.id);
    yield* appendEvents([targetWish("target.deleted", told, toTimestamp(tools.clock.now()), {}, stream)]);
    return undefined;
  }
  const emulated = "emulated" in outcome ? outcome.emulated : stored.emulated;
  const changes: TargetChanges = {
    updatedAt: record.updatedAt,
    accepted: JSON.stringify(accepted),
    work: toStoredWork({ ...stored, work, emulated }),
    ...(outcome.providerId === undefined ? {} : { providerId: outcome.providerId }),
    ...(outcome.notices === undefined ? {} : { notices: outcome.notices }),
  };
  yield* updateTarget(record.id, changes);
  return withColumns(record, changes);
}

/** Takes over in memory what was stored of a target; absent: it has gone. */
export function follow(pass: Pass, stream: StreamRecord, targetId: string, record: TargetRecord | undefined): void {
  const { bindings, register, views } = pass.tools;
  if (record) {
    const held = heldTarget(views.target(stream, record), record);
    // That it is off by now is to be told: what is observed may never say so.
    const isTold = register.target(stream.id, targetId)?.status.state === "disabled";
    const isOff = isStopped(register.get(stream.id)) && register.preview(held).status.state === "disabled";
    if (isOff && !isTold) tellOff(pass, targetId);
    register.putTarget(held);
  } else register.removeTarget(stream.id, targetId);
  if (record?.providerId === undefined) bindings.unbindTarget({ streamId: stream.id, targetId });
  else if (bindings.targetOf(stream.id, record.providerId) !== targetId) {
    bindings.bindTarget({ streamId: stream.id, targetId }, record.providerId, record.reference);
  }
}

function isStopped(stream: Stream | undefined): boolean {
  return stream?.status.state === "idle" || stream?.status.state === "disabled";
}

import type { TargetEvent } from "@polycast/core";
import { targetWish } from "@polycast/core/host";
import { getStream, getTarget, type TargetChanges, updateTarget } from "../../store/index.ts";
import { toTimestamp } from "../clock.ts";
import { appendEvents } from "../events/event-log.ts";
import { heldTarget } from "../held-target.ts";
import type { Instance } from "../providers/instances.ts";
import type { Tools } from "../reconcile/run/pass.ts";
import { targetWorkOf } from "../reconcile/run/states.ts";
import { toStoredWork } from "../reconcile/run/stored-work.ts";
import { tellLost } from "../reconcile/run/tell-target.ts";
import { wake, withColumns } from "../targets/put-wish.ts";
import { type DriftPolicy, driftNotice } from "./drift-policy.ts";
import type { Drift } from "./find-drift.ts";

/**
 * Stores what others have made of a target. It is told by a notice and an event; then it is left so, or is put back by the
 * reconciler. One that is as wanted again loses its notice.
 *
 * @param about.stored what its row said that the provider has accepted: by that it was compared
 */
export async function storeDrift(
  tools: Tools & { policy: DriftPolicy },
  about: { instance: Instance; streamId: string; targetId: string; stored: string | undefined; drift: Drift },
): Promise<void> {
  const { store, fence, bindings, register, views, clock, log, policy } = tools;
  const { instance, streamId, targetId, stored, drift } = about;
  const hold = fence(instance.name);
  const now = clock.now();
  const isOver = drift.differences.length === 0;
  const notice = driftNotice("target", instance.name, drift.differences, policy);
  const next = await store.write(function* () {
    yield* hold();
    const stream = yield* getStream(streamId);
    const record = yield* getTarget(targetId);
    if (!stream || !record || record.accepted !== stored) return undefined;
    const { work } = targetWorkOf(record);
    if (work) return undefined;
    const others = record.notices.filter(({ code }) => code !== notice.code);
    const isPutBack = !isOver && policy === "enforce";
    const changes: TargetChanges = {
      updatedAt: record.updatedAt,
      accepted: JSON.stringify(drift.accepted),
      notices: isOver || isPutBack ? others : [...others, notice],
      ...(drift.accepted.there ? {} : { providerId: null }),
      ...(isPutBack ? { work: toStoredWork({ work: { since: now, attempts: 0 } }) } : {}),
    };
    yield* updateTarget(targetId, changes);
    if (isPutBack) yield* wake(stream, now);
    const after = withColumns(record, changes);
    if (isOver) return { stream, after };
    const target = views.target(stream, after);
    const { type: _wish, ...envelope } = targetWish("target.updated", target, toTimestamp(now), {}, stream);
    const warning: Omit<TargetEvent, "id"> = {
      ...envelope,
      type: "target.warning",
      source: "poll",
      data: { target, notice },
    };
    yield* appendEvents([warning]);
    return { stream, after };
  });
  if (!next) return;
  register.putTarget(heldTarget(views.target(next.stream, next.after), next.after));
  if (next.after.providerId === undefined) {
    bindings.unbindTarget({ streamId, targetId });
    tellLost({ tools, streamId }, targetId);
  }
  log("info", "a target was changed at its provider by others", {
    provider: instance.name,
    streamId,
    targetId,
    policy,
  });
}

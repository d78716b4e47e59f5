import type { Notice, Target } from "@polycast/core";
import { parseInput, updateTargetSchema } from "@polycast/core/provider";
import { targetsOf } from "../../store/index.ts";
import { assertTargetChangeable } from "../assert-changeable.ts";
import { heldTarget } from "../held-target.ts";
import { findTarget, requirePath, type TargetPath } from "../lookup.ts";
import type { Scope } from "../parts.ts";
import { targetRulesOf } from "./about-targets.ts";
import { readTarget } from "./read-target.ts";
import { writeTargetUpdate } from "./wish-update.ts";

/**
 * Changes what is wanted of a target. When this answers, the change is in effect, or `pending` says what is open and
 * when it will be; the notices say what is made out of other calls.
 */
export async function updateTarget(scope: Scope, path: TargetPath, input: unknown): Promise<Target> {
  const { store, views, register, clock, drift, reconciler, instances } = scope;
  const patch = parseInput(updateTargetSchema, input, "target");
  const { stream: found, record: before } = await findTarget(scope, path);
  const rules = await targetRulesOf(instances, found.provider);
  await drift.beforeChange(found.id, { targetIds: [before.id] });
  const now = clock.now();
  const wished = await store.write(function* () {
    const current = yield* requirePath(scope, path);
    assertTargetChangeable(current.stream, current.record);
    yield* views.catchUp(current.stream, yield* targetsOf(current.stream.id));
    const { record, notices } = yield* writeTargetUpdate(scope, current, patch, { rules, now });
    return { target: views.target(current.stream, record), record, isChanged: record !== current.record, notices };
  });
  const { target, notices } = wished;
  if (!wished.isChanged) return { ...target, notices: joined(target.notices, notices) };
  register.putTarget(heldTarget(target, wished.record));
  await reconciler.run(found.id);
  const after = await readTarget(scope, { streamId: found.id, id: target.id });
  const done = target.notices.filter(({ code }) => code === "emulated");
  return { ...after, notices: joined(after.notices, done, notices) };
}

/** Each notice once. */
function joined(...lists: readonly (readonly Notice[])[]): Notice[] {
  return [...new Map(lists.flat().map((notice) => [`${notice.code} ${notice.message}`, notice])).values()];
}

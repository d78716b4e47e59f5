import type { Target } from "@polycast/core";
import { type NewTarget, parseInput } from "@polycast/core/provider";
import { type TargetRecord, targetsOf } from "../../store/index.ts";
import { assertStreamChangeable } from "../assert-changeable.ts";
import { heldTarget } from "../held-target.ts";
import { replaceTargetsInput } from "../inputs.ts";
import { findStreamRecord, requireStream } from "../lookup.ts";
import type { Scope } from "../parts.ts";
import { readTargets } from "../read-model.ts";
import { checkNewTarget, targetRulesOf } from "./about-targets.ts";
import { writeTargetDeletion } from "./delete-target.ts";
import { newTargetRecord } from "./target-record.ts";
import { writeTargetUpdate } from "./wish-update.ts";
import { writeNewTarget } from "./write-new-target.ts";

/** How a list of targets is to be taken. */
export type ReplaceOptions = {
  /** Those that have a `reference` and are not in the list are to be gone; others stay as they are. Default false. */
  prune?: boolean | undefined;
};

/**
 * Wants a list of targets, which are found again by `reference`: what is missing is made, what differs is changed. It is
 * stored as a whole or not at all; then each target is on its own, as if it had been asked for alone.
 *
 * @returns all targets of the stream, oldest first
 * @throws CapabilityError where the provider would never take one of them
 */
export async function replaceTargets(
  scope: Scope,
  streamId: string,
  input: unknown,
  { prune = false }: ReplaceOptions = {},
): Promise<Target[]> {
  const { store, views, register, clock, drift, reconciler } = scope;
  const wanted = parseInput(replaceTargetsInput, input, "list of targets");
  const found = await findStreamRecord(scope, streamId);
  const rules = await targetRulesOf(scope.instances, found.provider);
  const notices = wanted.map((target, index) => checkNewTarget(rules, target, `${index}.`));
  const listedBefore = (await store.read(() => targetsOf(found.id))).filter(({ reference }) =>
    wanted.some((target) => target.reference === reference),
  );
  await drift.beforeChange(found.id, { targetIds: listedBefore.map(({ id }) => id) });
  const now = clock.now();
  const made = wanted.map((target, index) => {
    const place = { streamId: found.id, table: rules.table, now };
    return { wish: target, record: newTargetRecord(scope, place, target, notices[index] ?? []) };
  });
  const targets = await store.write(function* () {
    const stream = yield* requireStream(found.id);
    assertStreamChangeable(stream);
    const known = yield* targetsOf(stream.id);
    yield* views.catchUp(stream, known);
    const current = known.filter(({ deletingAt }) => deletingAt === undefined);
    for (const { wish, record } of made) {
      const same = current.find(({ reference }) => reference === wish.reference);
      if (same) yield* writeTargetUpdate(scope, { stream, record: same }, patchOf(wish, same), { rules, now });
      else yield* writeNewTarget(scope, stream, record, now);
    }
    const listed = new Set(wanted.map(({ reference }) => reference));
    for (const record of prune ? current : []) {
      if (record.reference === undefined || listed.has(record.reference)) continue;
      yield* writeTargetDeletion({ stream, record }, { rules, now });
    }
    return (yield* targetsOf(stream.id)).map((record) => heldTarget(views.target(stream, record), record));
  });
  for (const target of targets) register.putTarget(target);
  await reconciler.run(found.id);
  return store.read(function* () {
    return yield* readTargets(views, yield* requireStream(found.id));
  });
}

/** All that a list says of a target; what it leaves out is as by default, but for the caller's own data. */
function patchOf({ providerOptions: _none, ...wish }: NewTarget, known: TargetRecord) {
  const videoOnly = wish.videoOnly ?? false;
  const { videoOnly: _asked, ...rest } = wish;
  return videoOnly === (known.videoOnly ?? false) ? rest : { ...rest, videoOnly };
}

import type { Pending } from "@polycast/core";
import { ifThere } from "@polycast/core/provider";
import type { StreamRecord, TargetRecord, Writing } from "../../store/index.ts";
import { assertPossible } from "../assert-possible.ts";
import { assertStreamChangeable } from "../assert-changeable.ts";
import { findTarget, requirePath, type TargetPath } from "../lookup.ts";
import type { Scope } from "../parts.ts";
import { targetWorkOf } from "../reconcile/run/states.ts";
import { type TargetRules, targetRulesOf } from "./about-targets.ts";
import { putTargetWish } from "./put-wish.ts";
import { readTarget } from "./read-target.ts";

/**
 * Wants a target to be gone. It stays, with `pending`, until its provider has let go of it; one that is gone already is
 * a success.
 */
export async function deleteTarget(scope: Scope, path: TargetPath): Promise<{ pending?: Pending }> {
  const { store, clock, reconciler, instances } = scope;
  const found = await ifThere(findTarget(scope, path));
  if (!found) return {};
  const { stream, record } = found;
  const rules = await targetRulesOf(instances, stream.provider);
  const now = clock.now();
  await ifThere(
    store.write(function* () {
      const current = yield* requirePath(scope, { streamId: stream.id, id: record.id });
      yield* writeTargetDeletion(current, { rules, now });
    }),
  );
  await reconciler.run(stream.id);
  const left = await ifThere(readTarget(scope, { streamId: stream.id, id: record.id }));
  return left?.pending ? { pending: left.pending } : {};
}

/** Stores that a target is to be gone. @throws CapabilityError where its provider never lets one go */
export function* writeTargetDeletion(
  { stream, record }: { stream: StreamRecord; record: TargetRecord },
  { rules, now }: { rules: TargetRules; now: number },
): Writing<void> {
  if (record.deletingAt !== undefined) return;
  assertStreamChangeable(stream);
  const { accepted } = targetWorkOf(record);
  if (accepted.there) assertPossible(rules.rules, rules.instance.name, ["target.delete"]);
  yield* putTargetWish(stream, record, { deletingAt: now }, { table: rules.table, now });
}

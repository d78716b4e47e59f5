import type { Target } from "@polycast/core";
import { createTargetSchema, parseInput } from "@polycast/core/provider";
import { type CreateOptions, getTarget, targetsOf } from "../../store/index.ts";
import { assertStreamChangeable } from "../assert-changeable.ts";
import { findStreamRecord, requireStream } from "../lookup.ts";
import type { Scope } from "../parts.ts";
import { checkNewTarget, targetRulesOf } from "./about-targets.ts";
import { readTarget } from "./read-target.ts";
import { newTargetRecord } from "./target-record.ts";
import { writeNewTarget } from "./write-new-target.ts";

/**
 * Wants a target on a stream. When this answers, it is made at its provider, or `pending` says why not yet: nothing
 * that goes wrong there makes the call fail.
 */
export async function createTarget(
  scope: Scope,
  streamId: string,
  input: unknown,
  { ids }: CreateOptions = {},
): Promise<Target> {
  const { store, views, register, clock, reconciler } = scope;
  const wanted = parseInput(createTargetSchema, input, "target");
  const found = await findStreamRecord(scope, streamId);
  const rules = await targetRulesOf(scope.instances, found.provider);
  const notices = checkNewTarget(rules, wanted);
  const now = clock.now();
  const place = { streamId: found.id, table: rules.table, now, id: ids?.("target") };
  const record = newTargetRecord(scope, place, wanted, notices);
  const target = await store.write(function* () {
    const stream = yield* requireStream(found.id);
    if (ids && (yield* getTarget(record.id))) return undefined;
    assertStreamChangeable(stream);
    yield* views.catchUp(stream, yield* targetsOf(stream.id));
    return yield* writeNewTarget(scope, stream, record, now);
  });
  if (target) register.putTarget(target);
  await reconciler.run(found.id);
  return readTarget(scope, { streamId: found.id, id: record.id });
}

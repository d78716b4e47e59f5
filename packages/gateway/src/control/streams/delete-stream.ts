import type { Pending } from "@polycast/core";
import { ifThere } from "@polycast/core/provider";
import { assertPossible } from "../assert-possible.ts";
import { assertStreamChangeable } from "../assert-changeable.ts";
import { findStreamRecord, requireStream } from "../lookup.ts";
import type { Scope } from "../parts.ts";
import { targetRulesOf } from "../targets/about-targets.ts";
import { putStreamWish } from "./put-stream-wish.ts";

/**
 * Wants a stream to be gone, with its targets. It stays, with `pending`, until its provider has let go of it; one that is
 * gone already is a success.
 */
export async function deleteStream(scope: Scope, id: string): Promise<{ pending?: Pending }> {
  const { store, views, clock, reconciler, instances } = scope;
  const found = await ifThere(findStreamRecord(scope, id));
  if (!found) return {};
  const { instance, rules, table } = await targetRulesOf(instances, found.provider);
  const now = clock.now();
  await ifThere(
    store.write(function* () {
      const record = yield* requireStream(found.id);
      if (record.deletingAt !== undefined) return;
      assertStreamChangeable(record);
      assertPossible(rules, instance.name, ["stream.delete"]);
      yield* putStreamWish(record, { deletingAt: now }, { table, now });
    }),
  );
  await reconciler.run(found.id);
  const left = await ifThere(findStreamRecord(scope, found.id));
  const pending = left && views.stream(left).pending;
  return pending ? { pending } : {};
}

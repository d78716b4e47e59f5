import { ifThere } from "@polycast/core/provider";
import { findMade } from "../creates/find-made.ts";
import { finishMade } from "../providers/finish-made.ts";
import type { Instance } from "../providers/instances.ts";
import type { Tools } from "../reconcile/run/pass.ts";

/**
 * Deletes the stream that bears a mark of ours, where there is one, and what else was made with it: no other is touched.
 *
 * @returns false: there are too many streams to tell whether it is there
 */
export async function removeMarked(
  { bindings, log }: Pick<Tools, "bindings" | "log">,
  at: Instance,
  mark: string,
): Promise<boolean> {
  const made = await findMade(bindings, at, { name: mark, mark, targets: [], since: 0 });
  const { found } = made;
  if (found) await ifThere(at.call((context) => at.adapter.streams.delete(found.id, context)));
  await finishMade(at, mark, log);
  return found !== undefined || made.isWhole;
}

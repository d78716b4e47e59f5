import { ifThere } from "@polycast/core/provider";
import { findMade } from "../creates/find-made.ts";
import type { Instance } from "../providers/instances.ts";
import type { Tools } from "../reconcile/run/pass.ts";

/**
 * Deletes the stream that bears a mark of ours, where there is one: no other is touched.
 *
 * @returns false: there are too many streams to tell whether it is there
 */
export async function removeMarked(
  { bindings }: Pick<Tools, "bindings">,
  at: Instance,
  mark: string,
): Promise<boolean> {
  const made = await findMade(bindings, at, { name: mark, mark, targets: [], since: 0 });
  const { found } = made;
  if (!found) return made.isWhole;
  await ifThere(at.call((context) => at.adapter.streams.delete(found.id, context)));
  return true;
}

import { type CallContext, restate, type TargetRef } from "@polycast/core/provider";
import type { Parts } from "./parts.ts";

/**
 * Deletes the object of a target that its stream does not refer to any more, where that harms nobody: one that this
 * process has made for this stream, or one that no other stream refers to. Of an object that somebody shares between
 * streams only the reference goes; deleting it would block every later change of the others.
 *
 * @param wasAttached did the stream refer to it until now? An object of which that is not known is not touched.
 */
export async function removeDetached(
  { objects, references, memory }: Pick<Parts, "objects" | "references" | "memory">,
  { streamId, id }: TargetRef,
  wasAttached: boolean,
  context: CallContext,
): Promise<void> {
  const known = memory.get(id);
  const own = known?.own === true && known.streamId === streamId;
  if (!own && !wasAttached) return;
  try {
    if (!own && (await references.sharedAmong([id], streamId, context)).size > 0) {
      memory.delete(id);
      return;
    }
    await objects.remove(id, context);
  } catch (error) {
    const hint = `The stream does not send to it any more, but its object ${id} remains: delete it again.`;
    throw restate(error, wasAttached ? { outcome: "unknown", hint } : { hint });
  }
  memory.delete(id);
}

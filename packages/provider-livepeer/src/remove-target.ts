import { type CallContext, restate, type TargetRef } from "@polycast/core/provider";
import type { Parts } from "./parts.ts";

/**
 * Takes a target from its stream and deletes its object where that harms nobody: one that this process has made for this
 * stream, or one that no other stream refers to. Of an object that somebody shares between streams only the reference
 * goes; deleting it would block every later change of the others. The reference goes first, for the same reason.
 *
 * @param isAttached does the stream refer to it? An object of which that is not known is not touched.
 */
export async function removeTarget(
  { objects, references, memory }: Pick<Parts, "objects" | "references" | "memory">,
  { streamId, id }: TargetRef,
  isAttached: boolean,
  context: CallContext,
): Promise<void> {
  const known = memory.get(id);
  const own = known?.own === true && known.streamId === streamId;
  if (!own && !isAttached) return;
  const isSole = own || (await references.sharedAmong([id], streamId, context)).size === 0;
  if (isAttached) {
    if (isSole) await objects.mark(id, context);
    await references.detach(streamId, id, context);
  }
  if (isSole) await removeObject({ objects }, id, isAttached, context);
  memory.delete(id);
}

async function removeObject(
  { objects }: Pick<Parts, "objects">,
  id: string,
  wasAttached: boolean,
  context: CallContext,
): Promise<void> {
  try {
    await objects.remove(id, context);
  } catch (error) {
    const hint = `The stream does not send to it any more, but its object ${id} remains: delete it again.`;
    throw restate(error, wasAttached ? { outcome: "unknown", hint } : { hint });
  }
}

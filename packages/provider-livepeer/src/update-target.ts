import {
  type CallContext,
  defined,
  mayHaveApplied,
  type Pending,
  restate,
  type Target,
  type TargetPatch,
  type TargetRef,
} from "@polycast/core/provider";
import { findTarget } from "./find-target.ts";
import type { Parts } from "./parts.ts";
import { pendingOf, toTarget } from "./map-target.ts";
import { checkRendition, prepareDestination, shownOf } from "./prepare-target.ts";
import { profileNamesOf } from "./wire/stream.ts";

/**
 * Changes a target: its reference where the rendition changes, its object for the rest. One that comes to send where
 * another one does is not refused but told by a notice: while destinations are swapped, two are the same for a moment.
 */
export async function updateTarget(
  parts: Parts,
  ref: TargetRef,
  patch: TargetPatch,
  context: CallContext,
): Promise<Target> {
  const { objects, references, memory } = parts;
  const destination = patch.destination && (await prepareDestination(patch.destination));
  const { stream, references: before, object, receivedAt } = await findTarget(parts, ref, context);
  const [old] = before;
  const videoOnly = patch.videoOnly ?? old?.videoOnly === true;
  const profile = patch.rendition ?? old?.profile ?? "source";
  const wanted = { id: ref.id, profile, ...(videoOnly ? { videoOnly } : {}) };
  // Somebody may have taken the profile away from the stream: the target can still be switched and renamed.
  if (patch.rendition !== undefined) checkRendition(profile, profileNamesOf(stream));
  const asksToMove = patch.rendition !== undefined || patch.videoOnly !== undefined;

  const isMoved = before.length !== 1 || profile !== old?.profile || videoOnly !== (old?.videoOnly === true);
  const rerouted = asksToMove && isMoved;
  if (rerouted) await references.replace(stream, wanted, context);
  try {
    const json = { ...fieldsOf(patch), ...(destination ? { url: destination.url } : {}) };
    if (Object.keys(json).length > 0) await objects.patch(ref.id, json, destination?.secrets ?? [], context);
  } catch (error) {
    // Where it sends to now is not known any more.
    if (destination && mayHaveApplied(error)) memory.delete(ref.id);
    throw rerouted ? restate(error, { outcome: "unknown", hint: "The rendition was changed before." }) : error;
  }

  if (destination) {
    const own = memory.get(ref.id)?.own ?? false;
    memory.set(ref.id, { ...shownOf(destination), streamId: ref.streamId, own });
  }
  const changes: Pending["changes"] = [];
  if (rerouted || destination) changes.push("update");
  if (patch.enabled !== undefined && patch.enabled === (object.disabled === true)) {
    changes.push(patch.enabled ? "enable" : "disable");
  }
  return toTarget({
    stream,
    references: rerouted ? [wanted] : before,
    object: { ...object, ...fieldsOf(patch) },
    memory,
    receivedAt,
    pending: pendingOf(stream, changes, receivedAt),
  });
}

function fieldsOf({ name, enabled }: TargetPatch): { name?: string; disabled?: boolean } {
  return defined({ name, disabled: enabled === undefined ? undefined : !enabled });
}

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
import { findTarget, pushesOf } from "./find-target.ts";
import type { Parts } from "./parts.ts";
import { pendingOf, toTarget } from "./map-target.ts";
import { checkDistinct, checkRendition, prepareDestination, shownOf } from "./prepare-target.ts";
import { profileNamesOf } from "./wire/stream.ts";

/** Changes a target: its reference where the rendition changes, its object for the rest. */
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
  const known = memory.get(ref.id);
  const identity = destination?.identity ?? known?.identity;
  const asksToMove = patch.rendition !== undefined || patch.videoOnly !== undefined;
  if (identity !== undefined && (asksToMove || destination)) {
    checkDistinct({ ...wanted, identity }, pushesOf(stream, memory, ref.id));
  }

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

  const remembered = destination
    ? { ...shownOf(destination), streamId: ref.streamId, own: known?.own ?? false }
    : known;
  if (remembered) memory.set(ref.id, remembered);
  const changes: Pending["changes"] = [];
  if (rerouted || destination) changes.push("update");
  if (patch.enabled !== undefined && patch.enabled === (object.disabled === true)) {
    changes.push(patch.enabled ? "enable" : "disable");
  }
  return toTarget({
    stream,
    references: rerouted ? [wanted] : before,
    object: { ...object, ...fieldsOf(patch) },
    remembered,
    receivedAt,
    pending: pendingOf(stream, changes, receivedAt),
  });
}

function fieldsOf({ name, enabled }: TargetPatch): { name?: string; disabled?: boolean } {
  return defined({ name, disabled: enabled === undefined ? undefined : !enabled });
}

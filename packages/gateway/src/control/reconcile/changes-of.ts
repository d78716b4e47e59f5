import type { Capabilities, Operation } from "@polycast/core";
import type { AcceptedTarget, PresentTarget } from "./accepted.ts";
import type { Change } from "./change.ts";
import { isSwitchEmulated, keepsTargetName } from "./emulation.ts";
import { tableFor } from "./table-for.ts";
import { isToBeThere, type WantedTarget } from "./wanted.ts";

/** The fields of a patch that can be open on a target that is there. */
export const targetFields = ["name", "destination", "rendition", "videoOnly", "enabled"] as const;
export type TargetField = (typeof targetFields)[number];

/**
 * What is wanted and not accepted. A wish that was undone gives none, and one that is to be gone gives nothing but that.
 *
 * @param table the provider's own
 */
export function changesOf(wanted: WantedTarget, accepted: AcceptedTarget, table: Capabilities): Change[] {
  if (wanted.left) return [];
  if (!isToBeThere(wanted, table)) {
    if (!accepted.there) return [];
    return [wanted.gone ? "delete" : "disable"];
  }
  if (!accepted.there) return [accepted.off ? "enable" : "create"];
  const fields = openFields(wanted, accepted, table);
  const changes: Change[] = fields.some((field) => field !== "enabled") ? ["update"] : [];
  if (fields.includes("enabled")) changes.push(wanted.enabled ? "enable" : "disable");
  return changes;
}

/** The fields in which a target that is there, and is to be, differs from the wish, as far as its provider keeps them. */
export function openFields(wanted: WantedTarget, accepted: PresentTarget, native: Capabilities): TargetField[] {
  const table = tableFor(native, accepted);
  const { destinationHash } = wanted;
  const differs: Record<TargetField, boolean> = {
    name: keepsTargetName(table) && wanted.name !== accepted.name,
    destination: destinationHash !== undefined && destinationHash !== accepted.destinationHash,
    rendition: wanted.rendition !== accepted.rendition,
    videoOnly: (wanted.videoOnly ?? false) !== (accepted.videoOnly ?? false),
    enabled: !isSwitchEmulated(table) && wanted.enabled !== accepted.enabled,
  };
  return targetFields.filter((field) => differs[field]);
}

/** The rule that a field falls under. @param enabled the wish */
export function operationFor(field: TargetField, enabled: boolean): Operation {
  if (field === "enabled") return enabled ? "target.enable" : "target.disable";
  return field === "videoOnly" ? "target.update.rendition" : `target.update.${field}`;
}

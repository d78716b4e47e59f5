import type { Capabilities } from "@polycast/core";
import { isNever } from "@polycast/core/provider";

/** Can a target be made and deleted at all? Everything that is emulated is made out of these two. */
export function isReplaceable({ target }: Capabilities): boolean {
  return target.create.idle !== "refused" && target.delete.idle !== "refused";
}

/** Has the provider no switch, so that a target that is switched off is absent there? */
export function isSwitchEmulated(table: Capabilities): boolean {
  return isNever(table.target.enable) && isNever(table.target.disable) && isReplaceable(table);
}

/** Does the provider keep a target's name? Where it does not, the gateway alone does. */
export function keepsTargetName({ target, stores }: Capabilities): boolean {
  return !isNever(target.update.name) && stores.target.includes("name");
}

/** Does the provider keep a stream's name? */
export function keepsStreamName({ stream, stores }: Capabilities): boolean {
  return !isNever(stream.update) && stores.stream.includes("name");
}

/** Is the target deleted and made again, because the provider never changes this of one that is there? */
export function isReplaced(table: Capabilities, field: "destination" | "rendition"): boolean {
  if (!isNever(table.target.update[field]) || !isReplaceable(table)) return false;
  return field === "destination" || table.renditions;
}

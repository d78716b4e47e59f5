import type { RedactedDestination } from "../model/redacted-destination.ts";
import type { NewTarget, TargetPatch } from "../model/inputs.ts";
import type { Target } from "../model/target.ts";
import { targetListKey } from "../model/target-list-key.ts";

/** A target of a wanted list, and what may be shown of where it is to send. */
export type Wanted = { input: NewTarget; shown: RedactedDestination };

/** Which target of a stream a wish is about, what is to be made, and what is to go. */
export type PairedTargets = { pairs: { target: Target; wish: Wanted }[]; create: NewTarget[]; delete: Target[] };

/** Finds for each wish the target that it is about. What the provider marks as linked elsewhere is never deleted. */
export function pairTargets(current: readonly Target[], wanted: readonly Wanted[]): PairedTargets {
  const left = current.filter((target) => !isLinked(target));
  const paired: PairedTargets = { pairs: [], create: [], delete: left };
  for (const wish of wanted) {
    const index = left.findIndex((target) => targetListKey(target) === targetListKey(wish.input));
    const [target] = index < 0 ? [] : left.splice(index, 1);
    if (target) paired.pairs.push({ target, wish });
    else paired.create.push(wish.input);
  }
  return paired;
}

/** What the provider tells about a target, so that it can be compared with a wish. */
export type Comparison = {
  /** Undefined: the provider does not let its keys be read back. */
  sendsThere: boolean | undefined;
  /** Does the provider keep a target's name? */
  keepsNames: boolean;
  /** May a destination be sent again only because nobody can tell whether it differs? */
  mayResend: boolean;
};

/** What must change on a target to be what is wished; empty: nothing. */
export function targetDifference(target: Target, { input: wish, shown }: Wanted, comparison: Comparison): TargetPatch {
  const patch: TargetPatch = {};
  if (comparison.keepsNames && target.name !== wish.name) patch.name = wish.name;
  if (target.enabled !== wish.enabled) patch.enabled = wish.enabled;
  if (target.rendition !== wish.rendition) patch.rendition = wish.rendition;
  if ((target.videoOnly ?? false) !== (wish.videoOnly ?? false)) patch.videoOnly = wish.videoOnly ?? false;
  if (wish.metadata && !sameFields(target.metadata ?? {}, wish.metadata)) patch.metadata = wish.metadata;
  const same = comparison.sendsThere ?? (!comparison.mayResend && looksSame(target.destination, shown));
  if (!same) patch.destination = wish.destination;
  return patch;
}

function isLinked(target: Target): boolean {
  return target.notices.some(({ code }) => code === "linked_read_only");
}

function looksSame(present: RedactedDestination, wanted: RedactedDestination): boolean {
  return sameFields({ ...present, preset: undefined }, { ...wanted, preset: undefined });
}

function sameFields(a: object, b: object): boolean {
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return [...left.keys(), ...right.keys()].every((name) => left.get(name) === right.get(name));
}

import type { Capabilities } from "@polycast/core";
import type { AcceptedTarget } from "./accepted.ts";
import { isToBeThere, type WantedTarget } from "./wanted.ts";
import type { Work } from "./work.ts";

/**
 * The destinations that other targets of the stream have, or may have, at the provider and are to let go of, each with
 * the destination that its target wants instead; undefined: none.
 */
export type Leaving = ReadonlyMap<string, string | undefined>;

/**
 * What the other targets of a stream are to leave. Two that want the same destination do not wait for each other.
 *
 * @param table the provider's own
 */
export function leavingOf(
  others: readonly { wanted: WantedTarget; accepted: AcceptedTarget; work?: Work | undefined }[],
  table: Capabilities,
): Leaving {
  const leaving = new Map<string, string | undefined>();
  for (const { wanted, accepted, work } of others) {
    const next = isToBeThere(wanted, table) ? wanted.destinationHash : undefined;
    for (const held of heldBy(accepted, work)) if (held !== next) leaving.set(held, next);
  }
  return leaving;
}

/** Where a target sends to, or may: what a call in doubt has carried may be in use. */
export function heldBy(accepted: AcceptedTarget, work?: Work): string[] {
  const held = accepted.there ? [accepted.destinationHash, ...(accepted.mayHold ?? [])] : [];
  return [...new Set([...held, work?.sent])].filter((hash) => hash !== undefined);
}

/** Does somebody wait, over any number of others, for one of `held`, while this target waits for `wanted`? */
export function isCircle(leaving: Leaving, wanted: string, held: readonly string[]): boolean {
  let next: string | undefined = wanted;
  for (let hops = 0; next !== undefined && hops < leaving.size; hops += 1) {
    next = leaving.get(next);
    if (next !== undefined && held.includes(next)) return true;
  }
  return false;
}

import type { Capabilities } from "@polycast/core";
import type { AcceptedTarget } from "./accepted.ts";
import { isToBeThere, type WantedTarget } from "./wanted.ts";

/**
 * The places of a stream at its provider that its targets take when all that is wanted is done. One that is to be gone
 * leaves its place before another is made; one that is left as others have made it takes what it takes now.
 *
 * @param table the provider's own
 */
export function placesTaken(
  targets: readonly { wanted: WantedTarget; accepted: AcceptedTarget }[],
  table: Capabilities,
): number {
  return targets.filter(({ wanted, accepted }) => (wanted.left ? accepted.there : isToBeThere(wanted, table))).length;
}

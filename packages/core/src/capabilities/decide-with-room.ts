import type { Capabilities } from "../model/capabilities.ts";
import type { Stream, StreamState } from "../model/stream.ts";
import type { Target } from "../model/target.ts";
import { type Decision, decide, type Operation } from "./decide.ts";

/**
 * Decides an operation by its rule, the stream's state and how many targets its provider takes.
 *
 * @param targets how many count at the provider; undefined: not known, so that the limit is not looked at
 */
export function decideWithRoom(
  capabilities: Capabilities,
  operation: Operation,
  state: StreamState | undefined,
  targets: number | undefined,
): Decision {
  const decision = decide(capabilities, operation, state);
  if (operation !== "target.create" || !decision.allowed || targets === undefined) return decision;
  return noRoomFor(capabilities, targets) ?? decision;
}

/** The same for a stream as it was read; without one as for an idle one. */
export function decideFor(
  capabilities: Capabilities,
  operation: Operation,
  { status, targets }: Partial<Pick<Stream, "status" | "targets">> = {},
): Decision {
  return decideWithRoom(capabilities, operation, status?.state, targets && countTargets(targets));
}

/** Why a provider takes no more targets on a stream that has so many; undefined: it takes more. */
export function noRoomFor({ limits }: Capabilities, targets: number): Decision | undefined {
  const limit = limits.targetsPerStream;
  if (limit === undefined || targets < limit) return undefined;
  const reason = `this provider takes at most ${limit} targets per stream, and there are ${targets}`;
  return { allowed: false, code: "limit_exceeded", reason };
}

/**
 * How many targets count for the limit of their provider: those that it has and that stay, and those that it is still to
 * get. One that is switched off where there is no switch is not there.
 */
function countTargets(targets: readonly Pick<Target, "bindings" | "pending">[]): number {
  return targets.filter(counts).length;
}

function counts({ bindings, pending }: Pick<Target, "bindings" | "pending">): boolean {
  const changes = pending?.changes ?? [];
  if (changes.includes("delete")) return false;
  return bindings?.length !== 0 || changes.includes("create") || changes.includes("enable");
}

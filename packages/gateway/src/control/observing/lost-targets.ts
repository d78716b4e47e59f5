import type { Target } from "@polycast/core";
import type { EventDraft, Known } from "@polycast/core/host";

/**
 * Keeps the state of targets that others have deleted at their provider and that are left so: once that was told as
 * `unknown`, a stream that stops or pauses makes none of them `idle`. The same object where there are none.
 */
export function withLost(known: Known): Known {
  const { targets = [] } = known.stream;
  if (!targets.some((target) => lostStatus(known, target))) return known;
  return { ...known, stream: { ...known.stream, targets: targets.map((target) => kept(known, target)) } };
}

function kept(known: Known, target: Target): Target {
  const status = lostStatus(known, target);
  return status ? { ...target, status } : target;
}

/** Would it tell another state of such a target than the one that is kept? */
export function isOfLost(known: Known, { type, data }: EventDraft): boolean {
  if (!("target" in data) || type === "target.warning") return false;
  const { id, status } = data.target;
  const target = known.stream.targets?.find((one) => one.id === id);
  const lost = target && lostStatus(known, target);
  return lost !== undefined && lost.state !== status.state;
}

/** What was told when it was found to be gone. One that is made again, or waits for that, has no such notice. */
function lostStatus({ registers }: Known, { id, bindings = [], notices }: Target): Target["status"] | undefined {
  if (bindings.length > 0 || !notices.some(({ code }) => code === "drift")) return undefined;
  const newest = Object.hasOwn(registers.targets, id) ? registers.targets[id]?.[0]?.status : undefined;
  return newest?.state === "unknown" && newest.source === "assumed" ? newest : undefined;
}

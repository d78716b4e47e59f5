import { type CallContext, ifThere, pause } from "@polycast/core/provider";
import { LOOKS_MS } from "./looks-ms.ts";
import type { Parts } from "./parts.ts";
import { digitsOf, isMarkedFor, withoutMark } from "./target-mark.ts";
import type { WireTarget } from "./wire/target.ts";

/** So long a reference to an object may not be seen yet: reads come from replicas. */
const LAG_MS = LOOKS_MS.at(-1) ?? 0;

/**
 * Puts in order the target objects that a call with this mark has made and not finished: one that a stream refers to gets
 * its name, any other one is removed, since it holds a key and nobody knows it. Where there are too many streams or
 * objects to know, everything stays.
 */
export async function finishMarked(
  { objects, references }: Pick<Parts, "objects" | "references">,
  mark: string,
  context: CallContext,
): Promise<void> {
  const call = await digitsOf(mark);
  const stored = (await objects.all(context)) ?? new Map<string, WireTarget>();
  const made = [...stored.values()].filter(({ name }) => isMarkedFor(name, call));
  if (made.length === 0) return;
  if (made.some(({ createdAt }) => Date.now() - (createdAt ?? 0) < LAG_MS)) await pause(LAG_MS, context.signal);
  const used = await references.usedAmong(
    made.map(({ id }) => id),
    context,
  );
  if (!used) return;
  for (const object of made) {
    if (!used.has(object.id)) await objects.remove(object.id, context);
    else await ifThere(objects.rename(object, withoutMark(object.name ?? ""), context));
  }
}

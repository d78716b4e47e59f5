import { ifThere } from "../calls/if-there.ts";
import type { CallContext } from "../contract/call-context.ts";
import type { Observation } from "../contract/observation.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import { applyWish } from "./apply-wish.ts";
import type { EventDraft } from "./facts-between.ts";
import type { Known } from "./known.ts";

/** Is the thing known that an observation is about? */
export function knows(known: Known, observation: Observation): boolean {
  if (observation.kind === "stream" || observation.targetId === undefined) return true;
  return known.stream.targets?.some((target) => target.id === observation.targetId) ?? false;
}

/**
 * Reads a stream again because an observation names it, or a target of it, for the first time: somebody has made it.
 * Nothing when the stream is gone again.
 */
export async function appeared(
  adapter: ProviderAdapter,
  streamId: string,
  before: Known | undefined,
  context: CallContext,
): Promise<{ known: Known; events: EventDraft[] } | undefined> {
  const read = await ifThere(adapter.streams.get(streamId, context));
  if (!read) return undefined;
  const now = new Date().toISOString();
  if (!before) {
    const { known, events } = applyWish(undefined, { what: "stream", did: "created", stream: read }, now);
    return known && { known, events };
  }
  const told = new Set(before.stream.targets?.map((target) => target.id));
  let known = before;
  const events: EventDraft[] = [];
  for (const target of read.targets ?? []) {
    if (told.has(target.id)) continue;
    const applied = applyWish(known, { what: "target", did: "created", target }, now);
    known = applied.known ?? known;
    events.push(...applied.events);
  }
  return { known, events };
}

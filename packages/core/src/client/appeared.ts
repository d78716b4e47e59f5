import type { CallContext } from "../contract/call-context.ts";
import type { Observation } from "../contract/observation.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import { isMultistreamError } from "../errors/multistream-error.ts";
import type { Stream } from "../model/stream.ts";
import type { Known } from "../state/apply-observation.ts";

/** Is the thing known that an observation is about? */
export function knows(known: Known, observation: Observation): boolean {
  if (observation.kind === "stream" || observation.targetId === undefined) return true;
  return known.stream.targets?.some((target) => target.id === observation.targetId) ?? false;
}

/**
 * Reads a stream again because an observation names it, or a target of it, for the first time. What nobody was told of
 * yet counts as unknown, so that its first observation becomes an event that carries the whole thing. Nothing when the
 * stream is gone again.
 */
export async function appeared(
  adapter: ProviderAdapter,
  streamId: string,
  before: Known | undefined,
  context: CallContext,
): Promise<Known | undefined> {
  const read = await adapter.streams.get(streamId, context).catch((error: unknown) => {
    if (isMultistreamError(error, "not_found")) return undefined;
    throw error;
  });
  if (!read) return undefined;
  const told = new Map(before?.stream.targets?.map((target) => [target.id, target]));
  const targets = (read.targets ?? []).map((target) => told.get(target.id) ?? unknown(target));
  const stream: Stream = before ? { ...before.stream, targets } : { ...unknown(read), targets };
  return { stream, seen: before?.seen ?? new Map() };
}

function unknown<T extends object>(thing: T): T & { status: { state: "unknown"; source: "assumed" } } {
  return { ...thing, status: { state: "unknown", source: "assumed" } };
}

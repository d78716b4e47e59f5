import type { CallContext, TargetRef } from "@polycast/core/provider";
import { notFound } from "./ids.ts";
import type { Parts } from "./parts.ts";
import { referencesOf, type WireReference, type WireStream } from "./wire/stream.ts";
import type { WireTarget } from "./wire/target.ts";

/** A target as it was found: everything that a change has to know. */
export type FoundTarget = { stream: WireStream; references: WireReference[]; object: WireTarget; receivedAt: number };

/** @throws MultistreamError `not_found`, also for a target of another stream and for one whose object was deleted */
export async function findTarget(
  { objects, readStream }: Pick<Parts, "objects" | "readStream">,
  { streamId, id }: TargetRef,
  context: CallContext,
): Promise<FoundTarget> {
  const { stream, receivedAt } = await readStream(streamId, context);
  const references = referencesOf(stream).filter((reference) => reference.id === id);
  const object = references.length === 0 ? undefined : await objects.read(id, context);
  if (!object) throw notFound("target");
  return { stream, references, object, receivedAt };
}

/**
 * What this process knows the stream to push already. Livepeer tells no URLs, so what others have made is not seen.
 *
 * @param except a target that is about to be changed
 */
export function pushesOf(
  stream: WireStream,
  memory: Parts["memory"],
  except?: string,
): { identity: string; profile: string; videoOnly: boolean }[] {
  return referencesOf(stream).flatMap(({ id, profile, videoOnly }) => {
    const identity = id === except ? undefined : memory.get(id)?.identity;
    return identity === undefined ? [] : [{ identity, profile: profile ?? "source", videoOnly: videoOnly === true }];
  });
}

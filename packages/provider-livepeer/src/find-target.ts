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

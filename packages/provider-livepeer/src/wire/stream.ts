import { idSchema, lenient, textSchema, wordSchema } from "@polycast/core/provider";
import * as z from "zod";

/**
 * How a stream names a target of its own: `(id, profile)` is what it is known by. Not lenient, as the list of them is
 * not: it is written back as it was read, and what was overlooked would be gone.
 */
const referenceSchema = z.object({
  id: idSchema,
  profile: z.string().nullish(),
  videoOnly: z.boolean().nullish(),
});
export type WireReference = z.infer<typeof referenceSchema>;

/**
 * A stream as Livepeer answers it, the fields that are read. `streamKey` is a credential. `isHealthy` and `issues`
 * linger after a session and say something only while `isActive`.
 */
export const streamSchema = z.object({
  id: idSchema,
  name: wordSchema,
  /** Milliseconds since 1970, as all times here. */
  createdAt: lenient(z.number()),
  isActive: lenient(z.boolean()),
  isHealthy: lenient(z.boolean()),
  issues: lenient(z.array(z.string())),
  suspended: lenient(z.boolean()),
  record: lenient(z.boolean()),
  lastTerminatedAt: lenient(z.number()),
  /** Present on the object of one session only: not a stream of its own. */
  parentId: textSchema,
  streamKey: textSchema,
  playbackId: textSchema,
  projectId: textSchema,
  profiles: lenient(z.array(z.object({ name: z.string().max(500) }))),
  multistream: z.object({ targets: z.array(referenceSchema).nullish() }).nullish(),
  userTags: lenient(z.record(z.string(), z.unknown())),
  playbackPolicy: lenient(z.object({ type: wordSchema })),
});
export type WireStream = z.infer<typeof streamSchema>;

export const streamListSchema = z.array(streamSchema);

/** The references of a stream, none where it has no list. */
export function referencesOf(stream: WireStream | undefined): WireReference[] {
  return stream?.multistream?.targets ?? [];
}

/** Names of what may be sent besides `source`. */
export function profileNamesOf(stream: WireStream): string[] {
  return (stream.profiles ?? []).map(({ name }) => name);
}

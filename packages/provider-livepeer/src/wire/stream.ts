import * as z from "zod";

/** How a stream names a target of its own: `(id, profile)` is what it is known by. */
const referenceSchema = z.object({
  id: z.string(),
  profile: z.string().nullish(),
  videoOnly: z.boolean().nullish(),
});
export type WireReference = z.infer<typeof referenceSchema>;

/**
 * A stream as Livepeer answers it, the fields that are read. `streamKey` is a credential. `isHealthy` and `issues`
 * linger after a session and say something only while `isActive`.
 */
export const streamSchema = z.object({
  id: z.string().min(1),
  name: z.string().nullish(),
  /** Milliseconds since 1970, as all times here. */
  createdAt: z.number().nullish(),
  isActive: z.boolean().nullish(),
  isHealthy: z.boolean().nullish().catch(undefined),
  issues: z.array(z.string()).nullish().catch(undefined),
  suspended: z.boolean().nullish(),
  record: z.boolean().nullish(),
  lastTerminatedAt: z.number().nullish(),
  /** Present on the object of one session only: not a stream of its own. */
  parentId: z.string().nullish(),
  streamKey: z.string().nullish(),
  playbackId: z.string().nullish(),
  projectId: z.string().nullish(),
  profiles: z.array(z.object({ name: z.string() })).nullish(),
  multistream: z.object({ targets: z.array(referenceSchema).nullish() }).nullish(),
  userTags: z.record(z.string(), z.unknown()).nullish(),
  playbackPolicy: z.object({ type: z.string().nullish() }).nullish().catch(undefined),
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

import type * as z from "zod";
import type { Caller } from "./authenticate.ts";
import { checkTags, DEFAULT_PROFILES } from "./create-stream.ts";
import { badRequest } from "./errors.ts";
import { checkProfiles, rewriteTargets } from "./multistream.ts";
import type { StreamRecord } from "./records.ts";
import type { streamPatchSchema } from "./schemas.ts";
import type { World } from "./world.ts";

/**
 * Changes a stream. `multistream` replaces the whole list, and is checked against the profiles that are stored, not
 * those of the same change.
 *
 * @throws ApiError 400 for what may not change while the stream is active, or does not fit
 */
export async function patchStream(
  world: World,
  caller: Caller,
  stream: StreamRecord,
  patch: z.infer<typeof streamPatchSchema>,
): Promise<void> {
  const { multistream, profiles: given, ...fields } = patch;
  const profiles = given === null ? DEFAULT_PROFILES : given;
  checkTags(fields.userTags);
  if (stream.isActive) {
    if (fields.record !== undefined && fields.record !== stream.record) throw activeRefusal("record");
    if (profiles && !isSame(profiles, stream.profiles)) throw activeRefusal("profiles");
  }
  if (profiles) checkProfiles(profiles);
  if (multistream) await rewriteTargets(world, caller.account, stream, () => multistream.targets ?? []);
  const changed = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  world.store.streams.change(stream.id, { ...changed, ...(profiles && { profiles }) });
  if (fields.suspended) world.live.end(stream.id);
}

const activeRefusal = (field: string) => badRequest(`cannot change '${field}' field while stream is active`);

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

import type { Caller } from "./authenticate.ts";
import { ApiError, forbidden } from "./errors.ts";
import { streamNames } from "./ids.ts";
import { checkTargets } from "./multistream.ts";
import type { StreamRecord } from "./records.ts";
import type { NewStream, Profile } from "./schemas.ts";
import type { World } from "./world.ts";

const rendition = (height: number, width: number, bitrate: number): Profile => ({
  name: `${height}p0`,
  fps: 0,
  bitrate,
  width,
  height,
  profile: "H264ConstrainedHigh",
});

/** What a stream is encoded into when nothing else is asked for. */
export const DEFAULT_PROFILES: readonly Profile[] = [
  rendition(240, 426, 250_000),
  rendition(360, 640, 800_000),
  rendition(480, 854, 1_600_000),
  rendition(720, 1280, 3_000_000),
];

const MOST_TAGS_CHARACTERS = 2048;

/** @throws ApiError 422 (status and text assumed) when the tags are too long as JSON */
export function checkTags(userTags: NewStream["userTags"]): void {
  if (userTags && JSON.stringify(userTags).length > MOST_TAGS_CHARACTERS) {
    throw new ApiError(422, `userTags object is too large. Max size in JSON is ${MOST_TAGS_CHARACTERS} characters`);
  }
}

/**
 * Makes a stream, with the targets that are given inline. What was made of them before a refusal stays.
 *
 * @throws ApiError 400, 403 or 422
 */
export async function createStream(world: World, caller: Caller, input: NewStream): Promise<StreamRecord> {
  const {
    name,
    profiles: given,
    record,
    multistream,
    pull,
    creatorId,
    playbackPolicy,
    recordingSpec,
    userTags,
  } = input;
  checkTags(userTags);
  if (pull) throw forbidden("user is not a subject of experiment: stream-pull-source");
  const profiles = given ?? DEFAULT_PROFILES;
  const targets = await checkTargets(world, caller.account, profiles, multistream?.targets ?? []);
  return world.store.streams.put({
    ...streamNames(),
    name,
    userId: caller.account.userId,
    projectId: caller.projectId,
    createdAt: world.clock.now(),
    createdByTokenName: caller.key.name ?? "simulator",
    lastSeen: 0,
    isActive: false,
    record: record ?? false,
    suspended: false,
    lastTerminatedAt: null,
    multistream: { targets },
    profiles,
    creatorId,
    playbackPolicy,
    recordingSpec,
    userTags,
  });
}

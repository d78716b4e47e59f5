import type { Destination } from "@polycast/core/provider";
import { sendsTo } from "./destination-fields.ts";
import type { CreatedPlatform } from "./wire/created-platform.ts";
import type { LiveStream } from "./wire/live-stream.ts";
import type { Platform } from "./wire/platform.ts";

/** What was asked for, and which ones were there before or are others': by both a new platform is known again. */
export type Sought = { name: string; destination: Destination; isOther: (id: string) => boolean };

/**
 * The platform that a create has made, among all of the stream: one that was not there before, with the same address
 * and key. A name counts only where Castr tells one.
 */
export function findPlatform({ platforms }: LiveStream, { name, destination, isOther }: Sought): Platform | undefined {
  return platforms?.findLast(
    (platform) => !isOther(platform._id) && (platform.name ?? name) === name && sendsTo(platform, destination),
  );
}

/** The same where it is certain that one was made: Castr may write an address in another way than it was sent. */
export function findAdded(stream: LiveStream, sought: Sought): Platform | undefined {
  const added = stream.platforms?.filter(({ _id }) => !sought.isOther(_id)) ?? [];
  return findPlatform(stream, sought) ?? (added.length === 1 ? added[0] : undefined);
}

/** The platform in the answer to a create, whichever of its two shapes it has. */
export function platformIn(
  { stream, platform }: CreatedPlatform,
  streamId: string,
  sought: Sought,
): Platform | undefined {
  if (stream) return findAdded(stream, sought);
  const isNew = platform && platform._id !== streamId && !sought.isOther(platform._id);
  return isNew ? platform : undefined;
}

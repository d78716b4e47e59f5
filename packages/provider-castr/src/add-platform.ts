import { type CallContext, createOnce, type NewTarget, ProviderError } from "@polycast/core/provider";
import { toPlatformDestination } from "./destination-fields.ts";
import { findAdded, findPlatform, platformIn, type Sought } from "./find-platform.ts";
import type { Parts } from "./parts.ts";
import type { LiveStream } from "./wire/live-stream.ts";
import type { Platform } from "./wire/platform.ts";

/**
 * Adds a target to a stream, once: Castr knows no idempotency keys, so a create of unknown outcome is looked for before
 * it is repeated.
 *
 * @param current the stream as it is now, with all its platforms
 * @param attempt which platforms were there before the first attempt of this call, and whether this is a later one
 */
export async function addPlatform(
  { api, sightings, repeats }: Pick<Parts, "api" | "sightings" | "repeats">,
  current: LiveStream,
  { name, destination, enabled }: NewTarget,
  context: CallContext,
  { before = platformIds(current), isRepeat = false }: { before?: ReadonlySet<string>; isRepeat?: boolean } = {},
): Promise<Platform> {
  const { server, key } = toPlatformDestination(destination);
  const isOther = (id: string): boolean => before.has(id) || repeats.hasMade(id);
  const sought: Sought = { name, destination, isOther };
  const read = async (): Promise<LiveStream> => (await api.readStream(current._id, context)).stream;
  const platform = await createOnce({
    create: async () => {
      const answer = await api.addPlatform(current._id, { template: "custom", name, server, key, enabled }, context);
      return platformIn(answer, current._id, sought) ?? (await lookAfter(read, sought, context));
    },
    find: async () => findPlatform(await read(), sought),
    isRepeat,
    signal: context.signal,
  });
  sightings.begin(current._id, platform._id);
  // An answer that leaves out what was sent has not dropped it.
  return {
    ...platform,
    server: platform.server ?? server,
    key: platform.key ?? key,
    enabled: platform.enabled ?? enabled,
  };
}

/** The ids of the platforms that a stream has. */
export function platformIds({ platforms }: LiveStream): ReadonlySet<string> {
  return new Set(platforms?.map(({ _id }) => _id));
}

/** The answer does not show what was made. */
async function lookAfter(read: () => Promise<LiveStream>, sought: Sought, { signal }: CallContext): Promise<Platform> {
  try {
    const added = findAdded(await read(), sought);
    if (added) return added;
  } catch {
    signal.throwIfAborted();
  }
  throw new ProviderError(
    "provider_response_invalid",
    "castr: the target was accepted, but the stream does not show it.",
    {
      provider: "castr",
      outcome: "unknown",
      hint: "List the targets of the stream before repeating it.",
    },
  );
}

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
 */
export async function addPlatform(
  { api, sightings }: Pick<Parts, "api" | "sightings">,
  current: LiveStream,
  { name, destination, enabled }: NewTarget,
  context: CallContext,
): Promise<Platform> {
  const { server, key } = toPlatformDestination(destination);
  const sought: Sought = { name, destination, before: new Set(current.platforms?.map(({ _id }) => _id)) };
  const read = async (): Promise<LiveStream> => (await api.readStream(current._id, context)).stream;
  const platform = await createOnce({
    create: async () => {
      const answer = await api.addPlatform(current, { template: "custom", name, server, key, enabled }, context);
      return platformIn(answer, current._id, sought) ?? (await lookAfter(read, sought, context));
    },
    find: async () => findPlatform(await read(), sought),
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

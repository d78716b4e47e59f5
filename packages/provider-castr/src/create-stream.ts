import {
  type CallContext,
  cleanUpContext,
  createOnce,
  type Ingest,
  type NewStream,
  restate,
} from "@polycast/core/provider";
import { addPlatform } from "./add-platform.ts";
import type { CastrApi, NewLiveStream } from "./api.ts";
import { findLiveStream } from "./find-created-stream.ts";
import { ingestOf } from "./ingest.ts";
import type { Parts } from "./parts.ts";
import { settingsOf } from "./provider-options.ts";
import type { LiveStream } from "./wire/live-stream.ts";
import type { Platform } from "./wire/platform.ts";

export type MadeStream = { stream: LiveStream; ingest: Ingest[] };

/**
 * Gets a stream ready to be made. What it answers makes it with its targets, in the order of the input, or nothing at
 * all; and once, however often it is called.
 */
export function createLiveStream(
  parts: Parts,
  input: NewStream,
): (context: CallContext, isRepeat: boolean) => Promise<MadeStream> {
  const { api, serial, region } = parts;
  const { name, enabled } = input;
  const settings = settingsOf(input);
  const asked = { name, enabled, ...(Object.keys(settings).length === 0 ? {} : { settings }) };
  const startedAt = parts.now();
  /** Of an earlier attempt, when it could not be removed. */
  let incomplete: string | undefined;

  return async (context, isRepeat) => {
    if (incomplete !== undefined) await api.deleteStream(incomplete, context);
    incomplete = undefined;
    // Of two creates with one name neither may take the other's stream for its own.
    const created = await serial.run(`create ${name}`, context.signal, () =>
      createAlone(parts, asked, context, { startedAt: isRepeat ? startedAt : parts.now(), isRepeat }),
    );
    try {
      const ingest = ingestOf(created, region);
      const platforms = await serial.run(created._id, context.signal, () => addAll(parts, created, input, context));
      return { stream: { ...created, name: created.name ?? name, platforms }, ingest };
    } catch (error) {
      incomplete = created._id;
      throw await undo(api, created._id, error);
    }
  };
}

async function addAll(
  parts: Parts,
  created: LiveStream,
  { targets }: NewStream,
  context: CallContext,
): Promise<Platform[]> {
  const platforms: Platform[] = [...(created.platforms ?? [])];
  for (const target of targets) {
    platforms.push(await addPlatform(parts, { ...created, platforms }, target, context));
  }
  return platforms;
}

function createAlone(
  { api, sightings, repeats, now }: Parts,
  asked: NewLiveStream,
  context: CallContext,
  { startedAt, isRepeat }: { startedAt: number; isRepeat: boolean },
): Promise<LiveStream> {
  const knew = (id: string): boolean => sightings.knew(id, startedAt) || repeats.hasMade(id);
  return createOnce({
    isRepeat,
    create: () => api.createStream(asked, context),
    find: () => findLiveStream(api, { asked, startedAt, now, knew }, context),
    signal: context.signal,
  });
}

/** Removes a stream that is not complete; what is thrown then says whether something remains. */
async function undo(api: CastrApi, id: string, error: unknown): Promise<unknown> {
  try {
    await api.deleteStream(id, cleanUpContext());
    return restate(error, { outcome: "not_applied" });
  } catch {
    const hint = `The stream ${id} was made, is incomplete and could not be removed: delete it.`;
    return restate(error, { outcome: "unknown", hint });
  }
}

import {
  type CallContext,
  defined,
  type Destination,
  ifThere,
  type ProviderAdapter,
  type Target,
  type TargetPatch,
  type TargetRef,
  targetOperations,
  readBack,
} from "@polycast/core/provider";
import { addPlatform, platformIds } from "./add-platform.ts";
import type { PlatformPatch } from "./api.ts";
import { checkTarget } from "./check-input.ts";
import { readDestination, sendsTo, toPlatformDestination } from "./destination-fields.ts";
import { isId, notFound } from "./ids.ts";
import { targetFault } from "./kept-value.ts";
import { isLinked, refuseLinked } from "./linked.ts";
import { mapStreamStatus } from "./map-status.ts";
import { toTarget } from "./map-target.ts";
import { type Parts, readingOf } from "./parts.ts";
import type { LiveStream } from "./wire/live-stream.ts";
import type { Platform } from "./wire/platform.ts";

/** The target calls. Targets are read with their stream, so every one begins with that. */
export function createTargets(parts: Parts): ProviderAdapter["targets"] {
  const { api, serial, repeats, sightings } = parts;

  const read = async (streamId: string, context: CallContext): Promise<LiveStream> =>
    (await api.readStream(streamId, context)).stream;

  const show = (stream: LiveStream, platform: Platform): Target => {
    const reading = readingOf(parts, stream);
    return toTarget(platform, { id: stream._id, status: mapStreamStatus(stream, reading) }, reading);
  };

  async function change(ref: TargetRef, patch: TargetPatch, context: CallContext): Promise<Target> {
    const current = await read(ref.streamId, context);
    const platform = platformOf(current, ref.id);
    refuseLinked(platform, targetOperations(patch));
    const json = patchOf(patch);
    if (Object.keys(json).length === 0) return show(current, platform);
    await api.updatePlatform(current._id, platform._id, json, context);
    if (patch.destination || (patch.enabled && platform.enabled === false)) sightings.begin(ref.streamId, ref.id);
    const { after, changed } = await readBack(async () => {
      const after = await read(ref.streamId, context);
      return { after, changed: platformOf(after, ref.id) };
    });
    const fault = targetFault(changed, patch);
    if (fault) throw fault;
    return show(after, changed);
  }

  async function get({ streamId, id }: TargetRef, context: CallContext): Promise<Target> {
    const stream = await read(streamId, context);
    return show(stream, platformOf(stream, id));
  }

  return {
    async create(streamId, input, context) {
      checkTarget(input);
      let before: ReadonlySet<string> | undefined;
      return repeats.answer(`target of ${streamId}`, context, {
        input,
        make: (own, isRepeat) =>
          serial.run(streamId, own.signal, async () => {
            const current = await read(streamId, own);
            before ??= platformIds(current);
            return show(current, await addPlatform(parts, current, input, own, { before, isRepeat }));
          }),
        idOf: ({ id }) => id,
        read: (id) => get({ streamId, id }, context),
      });
    },
    get,
    async list(streamId, context) {
      const stream = await read(streamId, context);
      return (stream.platforms ?? []).map((platform) => show(stream, platform));
    },
    async update(ref, patch, context) {
      checkTarget(patch);
      return serial.run(ref.streamId, context.signal, () => change(ref, patch, context));
    },
    async delete({ streamId, id }, context) {
      if (!isId(streamId) || !isId(id)) return {};
      await serial.run(streamId, context.signal, async () => {
        const stream = await ifThere(read(streamId, context));
        const platform = stream?.platforms?.find(({ _id }) => _id === id);
        if (!stream || !platform) return;
        refuseLinked(platform, ["target.delete"]);
        await api.deletePlatform(stream._id, id, context);
      });
      return {};
    },
    async hasDestination({ streamId, id }, destination, context) {
      const platform = platformOf(await read(streamId, context), id);
      if (platform.key === undefined || !readDestination(platform)) return undefined;
      return sendsTo(platform, destination);
    },
    async destinations(streamId, context) {
      const { platforms } = await read(streamId, context);
      return new Map((platforms ?? []).flatMap(entryOf));
    },
    check: (asked) => checkTarget(asked),
  };
}

/** Only what changes: of a platform, that is how Castr's guide shows it. */
function patchOf({ name, destination, enabled }: TargetPatch): PlatformPatch {
  return { ...defined({ name, enabled }), ...(destination && toPlatformDestination(destination)) };
}

function platformOf(stream: LiveStream, id: string): Platform {
  const platform = stream.platforms?.find(({ _id }) => _id === id);
  if (!platform) throw notFound("target");
  return platform;
}

/** Where a linked platform sends to is Castr's own matter. */
function entryOf(platform: Platform): [string, Destination][] {
  const destination = platform.key && !isLinked(platform) ? readDestination(platform) : undefined;
  return destination ? [[platform._id, destination]] : [];
}

import {
  type CallContext,
  isMultistreamError,
  type ProviderAdapter,
  type Target,
  type TargetPatch,
  type TargetRef,
  targetOperations,
} from "@polycast/core/provider";
import { addPlatform } from "./add-platform.ts";
import type { PlatformPatch } from "./castr-api.ts";
import { checkTarget } from "./check-input.ts";
import { readDestination, sendsTo, toPlatformDestination } from "./destination-fields.ts";
import { targetFault } from "./kept-value.ts";
import { refuseLinked } from "./linked.ts";
import { mapStreamStatus } from "./map-status.ts";
import { toTarget } from "./map-target.ts";
import { type Parts, readingOf } from "./parts.ts";
import { checkId, notFound } from "./paths.ts";
import type { LiveStream } from "./wire/live-stream.ts";
import type { Platform } from "./wire/platform.ts";
import { readBack } from "./with-outcome.ts";

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
    await api.updatePlatform(current, platform._id, json, context);
    if (patch.destination || (patch.enabled && platform.enabled === false)) sightings.begin(ref.streamId, ref.id);
    const after = await readBack(read(ref.streamId, context));
    const changed = platformOf(after, ref.id);
    const fault = targetFault(changed, patch);
    if (fault) throw fault;
    return show(after, changed);
  }

  return {
    async create(streamId, input, context) {
      checkTarget(input);
      checkId(streamId, "stream");
      const made: { target?: Target } = {};
      const key = context.idempotencyKey === undefined ? undefined : `target ${streamId} ${context.idempotencyKey}`;
      const id = await repeats.once(key, () =>
        serial.run(streamId, context.signal, async () => {
          const current = await read(streamId, context);
          const platform = await addPlatform(parts, current, input, context);
          made.target = show(current, platform);
          return platform._id;
        }),
      );
      if (made.target) return made.target;
      const stream = await read(streamId, context);
      return show(stream, platformOf(stream, id));
    },
    async get({ streamId, id }, context) {
      const stream = await read(streamId, context);
      return show(stream, platformOf(stream, id));
    },
    async list(streamId, context) {
      const stream = await read(streamId, context);
      return (stream.platforms ?? []).map((platform) => show(stream, platform));
    },
    async update(ref, patch, context) {
      checkTarget(patch);
      checkId(ref.id, "target");
      return serial.run(ref.streamId, context.signal, () => change(ref, patch, context));
    },
    async delete({ streamId, id }, context) {
      checkId(streamId, "stream");
      checkId(id, "target");
      await serial.run(streamId, context.signal, async () => {
        const stream = await readIfThere(read(streamId, context));
        const platform = stream?.platforms?.find(({ _id }) => _id === id);
        if (!stream || !platform) return;
        refuseLinked(platform, ["target.delete"]);
        await api.deletePlatform(stream, id, context);
      });
      return {};
    },
    async hasDestination({ streamId, id }, destination, context) {
      const platform = platformOf(await read(streamId, context), id);
      if (platform.key === undefined || !readDestination(platform)) return undefined;
      return sendsTo(platform, destination);
    },
  };
}

/** Only what changes: of a platform, that is how Castr's guide shows it. */
function patchOf({ name, destination, enabled }: TargetPatch): PlatformPatch {
  return {
    ...(name === undefined ? {} : { name }),
    ...(destination === undefined ? {} : toPlatformDestination(destination)),
    ...(enabled === undefined ? {} : { enabled }),
  };
}

function platformOf(stream: LiveStream, id: string): Platform {
  const platform = stream.platforms?.find(({ _id }) => _id === id);
  if (!platform) throw notFound("target");
  return platform;
}

async function readIfThere(reading: Promise<LiveStream>): Promise<LiveStream | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isMultistreamError(error, "not_found")) return undefined;
    throw error;
  }
}

import {
  type CallContext,
  defined,
  pageOf,
  type ProviderAdapter,
  type Stream,
  type StreamPatch,
  toPage,
  readBack,
} from "@polycast/core/provider";
import { isLastPage, type LiveStreamPatch } from "./api.ts";
import { checkStream, checkTarget } from "./check-input.ts";
import { createLiveStream } from "./create-stream.ts";
import { ingestOf } from "./ingest.ts";
import { keptValue } from "./kept-value.ts";
import { toStream } from "./map-stream.ts";
import { newestFirst } from "./newest-first.ts";
import { type Parts, readingOf } from "./parts.ts";
import { settingsOf } from "./provider-options.ts";
import type { LiveStream } from "./wire/live-stream.ts";

/** The stream calls. Castr has none that ends a running stream or makes a new ingest key. */
export function createStreams(parts: Parts): ProviderAdapter["streams"] {
  const { api, serial, repeats, region } = parts;

  const read = async (id: string, context: CallContext): Promise<LiveStream> =>
    (await api.readStream(id, context)).stream;
  const show = (stream: LiveStream): Stream => toStream(stream, readingOf(parts, stream));

  async function change(id: string, patch: StreamPatch, context: CallContext): Promise<Stream> {
    const current = await read(id, context);
    const json = patchOf(current, patch);
    if (!json) return show(current);
    await api.updateStream(current._id, json, context);
    const after = await readBack(() => read(id, context));
    const kept = keptFields(after, patch);
    if (kept.length > 0) throw keptValue("stream", kept, "unknown");
    return show(after);
  }

  return {
    async create(input, context) {
      checkStream(input);
      for (const [index, target] of input.targets.entries()) checkTarget(target, `targets.${index}.`);
      const { stream, ingest } = await repeats.answer("stream", context, {
        input,
        make: createLiveStream(parts, input),
        idOf: ({ stream }) => stream._id,
        read: async (id) => {
          const stream = await read(id, context);
          return { stream, ingest: ingestOf(stream, region) };
        },
      });
      const source = stream.broadcasting_status === undefined ? "assumed" : "api";
      return { stream: toStream(stream, readingOf(parts, stream, source)), ingest };
    },
    get: async (id, context) => show(await read(id, context)),
    /** Which streams are on a page follows Castr's own order, which is stated nowhere; within it the newest come first. */
    async list(query, context) {
      const place = { page: pageOf("castr", query), limit: query.limit };
      const answer = await api.listStreams(place, context);
      return toPage(newestFirst(answer.docs).map(show), place, isLastPage(answer, place.page));
    },
    async update(id, patch, context) {
      checkStream(patch);
      return serial.run(id, context.signal, () => change(id, patch, context));
    },
    delete: (id, context) => serial.run(id, context.signal, () => api.deleteStream(id, context)),
    getIngest: async (id, context) => ingestOf(await read(id, context), region),
  };
}

/**
 * Name and `enabled` go along even where only one changes, and settings whole where one of them does: whether a PATCH of
 * a stream merges or replaces is not stated.
 */
function patchOf(current: LiveStream, patch: StreamPatch): LiveStreamPatch | undefined {
  const settings = settingsOf(patch);
  const hasSettings = Object.keys(settings).length > 0;
  if (patch.name === undefined && patch.enabled === undefined && !hasSettings) return undefined;
  return defined({
    name: patch.name ?? current.name,
    enabled: patch.enabled ?? current.enabled ?? true,
    settings: hasSettings ? { ...current.settings, ...settings } : undefined,
  });
}

/** What was asked and is not there afterwards. A field that Castr does not tell is taken as changed. */
function keptFields(after: LiveStream, patch: StreamPatch): string[] {
  const settings = Object.entries(settingsOf(patch));
  const kept = [
    patch.name !== undefined && (after.name ?? patch.name) !== patch.name ? "name" : "",
    patch.enabled !== undefined && (after.enabled ?? true) !== patch.enabled ? "enabled" : "",
    settings.some(([key, value]) => (after.settings?.[key] ?? value) !== value) ? "settings" : "",
  ];
  return kept.filter((field) => field !== "");
}

import { assertTargetCount, createOnce, type ProviderAdapter } from "@polycast/core/provider";
import { capabilities } from "./capabilities.ts";
import { ingestOf, toStream, toStreamFields } from "./map-stream.ts";
import { toTargetFields } from "./map-target.ts";
import type { Parts } from "./parts.ts";

/** The stream calls. There is no `rotateIngest`: a stream keeps its key for life. */
export function createStreams({ api, serial, repeats }: Parts): ProviderAdapter["streams"] {
  return {
    /** All or nothing, since Acme takes the targets in the same call. */
    async create(input, context) {
      assertTargetCount(capabilities, "acme", input.targets.length);
      const targets = input.targets.map((target, index) => toTargetFields(target, `targets.${index}.`));
      // The mark by which a stream is found again whose answer was lost.
      const client_token = crypto.randomUUID();
      const json = { ...toStreamFields(input), targets, client_token };
      const answer = await repeats.answer("stream", context, {
        input,
        make: (current, isRepeat) =>
          createOnce({
            isRepeat,
            signal: current.signal,
            create: () => api.createStream(json, current),
            find: async () => {
              const { data, receivedAt } = await api.listStreams({ client_token, limit: 1 }, current);
              return data[0] && { data: data[0], receivedAt };
            },
          }),
        idOf: ({ data }) => data.id,
        read: (id) => api.getStream(id, context),
      });
      return { stream: toStream(answer), ingest: ingestOf(answer.data) };
    },
    get: async (id, context) => toStream(await api.getStream(id, context)),
    async list({ cursor, limit }, context) {
      const { data, next, receivedAt } = await api.listStreams({ cursor, limit }, context);
      const streams = data.map((stream) => toStream({ data: stream, receivedAt }));
      return next === undefined ? { data: streams } : { data: streams, nextCursor: next };
    },
    async update(id, patch, context) {
      const json = toStreamFields(patch);
      return serial.run(id, context.signal, async () => toStream(await api.patchStream(id, json, context)));
    },
    end: (id, context) => serial.run(id, context.signal, async () => toStream(await api.endStream(id, context))),
    async delete(id, context) {
      await serial.run(id, context.signal, () => api.deleteStream(id, context));
    },
    getIngest: async (id, context) => ingestOf((await api.getStream(id, context)).data),
  };
}

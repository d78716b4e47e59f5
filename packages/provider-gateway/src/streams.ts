import { defined, ifThere, pageLimitSchema, parseInput, type ProviderAdapter } from "@polycast/core/provider";
import type { Parts } from "./parts.ts";

/** The stream calls of the adapter: one of the gateway's each. */
export function createStreams({ api, settings }: Parts): ProviderAdapter["streams"] {
  return {
    create: (input, context) => api.createStream(input, settings.provider, context),
    get: async (id, context) => (await api.getStream(id, context)).data,
    async list({ cursor, limit }, context) {
      const query = defined({ limit: parseInput(pageLimitSchema, limit, "limit"), cursor });
      const { data, nextCursor } = (await api.listStreams(query, context)).data;
      return defined({ data, nextCursor: nextCursor ?? undefined });
    },
    update: (id, patch, context) => api.updateStream(id, patch, context),
    end: (id, context) => api.endStream(id, context),
    async delete(id, context) {
      await ifThere(api.deleteStream(id, context));
    },
    getIngest: (id, context) => api.getIngest(id, context),
    rotateIngest: (id, context) => api.rotateIngest(id, context),
  };
}

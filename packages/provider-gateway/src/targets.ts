import { defined, ifThere, type ProviderAdapter } from "@polycast/core/provider";
import type { Parts } from "./parts.ts";

/** The target calls of the adapter: one of the gateway's each. */
export function createTargets({ api }: Parts): ProviderAdapter["targets"] {
  return {
    create: (streamId, input, context) => api.createTarget(streamId, input, context),
    get: (ref, context) => api.getTarget(ref, context),
    list: (streamId, context) => api.listTargets(streamId, context),
    update: (ref, patch, context) => api.updateTarget(ref, patch, context),
    restart: (ref, context) => api.restartTarget(ref, context),
    delete: async (ref, context) => defined({ pending: (await ifThere(api.deleteTarget(ref, context)))?.pending }),
  };
}

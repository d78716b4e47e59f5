import type { Target } from "@polycast/core";
import {
  type CallContext,
  defined,
  ifThere,
  type ProviderAdapter,
  ProviderError,
  walkPages,
} from "@polycast/core/provider";
import { type GatewayApi, PAGE_SIZE } from "./api.ts";
import type { Parts } from "./parts.ts";
import { PROVIDER } from "./settings.ts";

/** 10 000 targets of one stream. */
const MAX_PAGES = 100;

/** The target calls of the adapter: one of the gateway's each, but for a list of several pages. */
export function createTargets({ api }: Parts): ProviderAdapter["targets"] {
  return {
    create: (streamId, input, context) => api.createTarget(streamId, input, context),
    get: (ref, context) => api.getTarget(ref, context),
    list: (streamId, context) => allTargets(api, streamId, context),
    update: (ref, patch, context) => api.updateTarget(ref, patch, context),
    restart: (ref, context) => api.restartTarget(ref, context),
    delete: async (ref, context) => defined({ pending: (await ifThere(api.deleteTarget(ref, context)))?.pending }),
  };
}

/** @throws ProviderError when the list has no end: what was left out would seem to be gone. */
async function allTargets(api: GatewayApi, streamId: string, context: CallContext): Promise<Target[]> {
  const targets: Target[] = [];
  const pages = walkPages(MAX_PAGES, async (cursor?: string) => {
    const { data, nextCursor } = await api.listTargets(streamId, defined({ limit: PAGE_SIZE, cursor }), context);
    return { data, next: nextCursor ?? undefined };
  });
  for await (const { data, next } of pages) {
    targets.push(...data);
    if (next === undefined) return targets;
  }
  const fault = `the list of the stream's targets does not end within ${MAX_PAGES * PAGE_SIZE} of them.`;
  throw new ProviderError("limit_exceeded", `${PROVIDER}: ${fault}`, { provider: PROVIDER });
}

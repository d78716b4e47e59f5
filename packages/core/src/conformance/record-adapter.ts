import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import type { ProviderWebhooks } from "../contract/webhooks.ts";
import type { Ingest } from "../model/ingest.ts";
import type { CallLimit } from "./call-limit.ts";
import type { Seen } from "./seen.ts";

/**
 * The same adapter, whose every answer, error and observation is noted, and whose every call is limited. Ingest is the
 * one thing that may hold a key.
 */
export function recordAdapter(adapter: ProviderAdapter, seen: Seen, limit: CallLimit): ProviderAdapter {
  const { streams, targets, webhooks } = adapter;
  const noted = async <T>(what: string, call: () => Promise<T>): Promise<T> => {
    const value = await told(what, call);
    seen.note(what, value);
    return value;
  };
  const told = async <T>(what: string, call: () => Promise<T>): Promise<T> => {
    try {
      return await limit.within(what, call);
    } catch (error) {
      seen.note(`an error of ${what}`, error);
      throw error;
    }
  };
  const ingestOf = async (what: string, call: () => Promise<Ingest[]>): Promise<Ingest[]> => {
    const ingest = await told(what, call);
    hideIngest(ingest, seen);
    return ingest;
  };
  const update = streams.update?.bind(streams);
  const end = streams.end?.bind(streams);
  const rotateIngest = streams.rotateIngest?.bind(streams);
  const updateTarget = targets.update?.bind(targets);
  const restart = targets.restart?.bind(targets);
  const hasDestination = targets.hasDestination?.bind(targets);
  const destinations = targets.destinations?.bind(targets);
  const poll = adapter.poll?.bind(adapter);
  const ready = adapter.ready?.bind(adapter);
  const cleanUp = adapter.cleanUp?.bind(adapter);
  const finish = adapter.finish?.bind(adapter);
  return {
    ...adapter,
    capabilities: (scope) => limit.within("capabilities", async () => adapter.capabilities(scope)),
    streams: {
      ...streams,
      create: async (input, context) => {
        const created = await told("streams.create", () => streams.create(input, context));
        hideIngest(created.ingest, seen);
        seen.note("the stream of streams.create", created.stream);
        return created;
      },
      get: (id, context) => noted("streams.get", () => streams.get(id, context)),
      list: async (query, context) => {
        await limit.page(query.cursor);
        return noted("streams.list", () => streams.list(query, context));
      },
      ...(update && { update: (id, patch, context) => noted("streams.update", () => update(id, patch, context)) }),
      ...(end && { end: (id, context) => noted("streams.end", () => end(id, context)) }),
      delete: (id, context) => noted("streams.delete", () => streams.delete(id, context)),
      getIngest: (id, context) => ingestOf("streams.getIngest", () => streams.getIngest(id, context)),
      ...(rotateIngest && {
        rotateIngest: (id, context) => ingestOf("streams.rotateIngest", () => rotateIngest(id, context)),
      }),
    },
    targets: {
      ...targets,
      create: (streamId, input, context) => noted("targets.create", () => targets.create(streamId, input, context)),
      get: (ref, context) => noted("targets.get", () => targets.get(ref, context)),
      list: (streamId, context) => noted("targets.list", () => targets.list(streamId, context)),
      ...(updateTarget && {
        update: (ref, patch, context) => noted("targets.update", () => updateTarget(ref, patch, context)),
      }),
      ...(restart && { restart: (ref, context) => noted("targets.restart", () => restart(ref, context)) }),
      delete: (ref, context) => noted("targets.delete", () => targets.delete(ref, context)),
      ...(hasDestination && {
        hasDestination: (ref, destination, context) =>
          noted("targets.hasDestination", () => hasDestination(ref, destination, context)),
      }),
      // Its answer holds keys, as it must.
      ...(destinations && {
        destinations: (id, context) => told("targets.destinations", () => destinations(id, context)),
      }),
    },
    ...(webhooks && { webhooks: recordWebhooks(webhooks, seen, limit) }),
    ...(poll && { poll: (query, context) => noted("poll", () => poll(query, context)) }),
    ...(ready && { ready: (calls, context) => noted("ready", () => ready(calls, context)) }),
    ...(cleanUp && { cleanUp: (ids, context) => noted("cleanUp", () => cleanUp(ids, context)) }),
    ...(finish && { finish: (mark, context) => noted("finish", () => finish(mark, context)) }),
    ...(adapter.subscribe && {
      subscribe: (listener) =>
        adapter.subscribe?.((observation) => {
          seen.note("an observation", observation);
          listener(observation);
        }) ?? (() => undefined),
    }),
    ...(adapter.subscribeWishes && {
      subscribeWishes: (listener) =>
        adapter.subscribeWishes?.((wish) => {
          seen.note("a wish", wish);
          listener(wish);
        }) ?? (() => undefined),
    }),
  };
}

function recordWebhooks(webhooks: ProviderWebhooks, seen: Seen, limit: CallLimit): ProviderWebhooks {
  return {
    ...webhooks,
    verify: async (delivery, options) => {
      try {
        const webhook = await limit.within("webhooks.verify", () => webhooks.verify(delivery, options));
        seen.note("a verified webhook", webhook);
        return webhook;
      } catch (error) {
        seen.note("an error of webhooks.verify", error);
        throw error;
      }
    },
    translate: (webhook) => {
      const translation = webhooks.translate(webhook);
      seen.note("the translation of a webhook", translation);
      return translation;
    },
  };
}

function hideIngest(ingest: readonly Ingest[], seen: Seen): void {
  for (const one of ingest) {
    if (one.protocol === "srt") {
      seen.hide(one.passphrase);
      seen.hide(one.streamId);
    } else seen.hide(one.streamKey);
  }
}

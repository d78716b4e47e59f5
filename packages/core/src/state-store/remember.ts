import { untilAborted } from "../calls/until-aborted.ts";
import type { CallContext } from "../contract/call-context.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import type { Notice } from "../model/notice.ts";
import type { Stream } from "../model/stream.ts";
import type { Target } from "../model/target.ts";
import { recallStatuses } from "./recall-statuses.ts";
import type { StreamMemory } from "./stream-memory.ts";

/** How long an answer may wait for the store. */
const MAX_STORE_MS = 1_000;

const FAILED: unique symbol = Symbol("the store has failed");

const UNAVAILABLE: Notice = {
  code: "state_unavailable",
  message: "The state store cannot be reached: this is what the provider answers alone.",
};

/**
 * An adapter whose answers are completed with what was observed before. Everything else is the adapter's own. Where the
 * memory fails, its answers are as they are, with a notice `state_unavailable`.
 */
export function remember(adapter: ProviderAdapter, memory: StreamMemory): ProviderAdapter {
  const { streams, targets } = adapter;
  const recall = async (stream: Stream): Promise<Stream> => {
    const known = await soon(memory.recall(stream.id)).catch((): typeof FAILED => FAILED);
    return known === FAILED ? forgetful(stream) : recallStatuses(stream, known);
  };
  /** What the provider has done is done, whether or not it can be noted. */
  const place = async (stream: Pick<Stream, "id" | "targets">): Promise<boolean> =>
    soon(memory.place(stream)).then(
      () => true,
      () => false,
    );

  /** A target alone says nothing of its stream, and its state holds only beside the stream's. */
  async function recallTarget(target: Target, context: CallContext): Promise<Target> {
    if (target.status.state !== "unknown") return target;
    const stream = await recall(await streams.get(target.streamId, context));
    const known = stream.targets?.find(({ id }) => id === target.id);
    if (stream.notices.includes(UNAVAILABLE)) return forgetful(target);
    return { ...target, status: known?.status ?? target.status };
  }

  const update = streams.update?.bind(streams);
  const end = streams.end?.bind(streams);
  return {
    ...adapter,
    streams: {
      ...streams,
      create: async (input, context) => {
        const created = await streams.create(input, context);
        return (await place(created.stream)) ? created : { ...created, stream: forgetful(created.stream) };
      },
      get: async (id, context) => recall(await streams.get(id, context)),
      list: async (query, context) => {
        const page = await streams.list(query, context);
        return { ...page, data: await Promise.all(page.data.map(recall)) };
      },
      ...(update && { update: async (id, patch, context) => recall(await update(id, patch, context)) }),
      ...(end && { end: async (id, context) => recall(await end(id, context)) }),
      delete: async (id, context) => {
        await streams.delete(id, context);
        // What is not forgotten now goes by its age.
        await soon(memory.forget(id)).catch(() => undefined);
      },
    },
    targets: {
      ...targets,
      create: async (streamId, input, context) => {
        const target = await targets.create(streamId, input, context);
        return (await place({ id: streamId, targets: [target] })) ? target : forgetful(target);
      },
      get: async (ref, context) => recallTarget(await targets.get(ref, context), context),
      list: async (streamId, context) => {
        const listed = await targets.list(streamId, context);
        if (listed.every(({ status }) => status.state !== "unknown")) return listed;
        const stream = await recall(await streams.get(streamId, context));
        return stream.notices.includes(UNAVAILABLE) ? listed.map(forgetful) : (stream.targets ?? []);
      },
    },
  };
}

/** A store that hangs has failed. */
function soon<T>(asked: Promise<T>): Promise<T> {
  return untilAborted(AbortSignal.timeout(MAX_STORE_MS), asked);
}

function forgetful<T extends { notices: Notice[] }>(thing: T): T {
  return { ...thing, notices: [...thing.notices, UNAVAILABLE] };
}

import type { CallContext } from "../contract/call-context.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import type { Stream } from "../model/stream.ts";
import type { Target } from "../model/target.ts";
import { recallStatuses } from "./recall-statuses.ts";
import type { StreamMemory } from "./stream-memory.ts";

/** An adapter whose answers are completed with what was observed before. Everything else is the adapter's own. */
export function remember(adapter: ProviderAdapter, memory: StreamMemory): ProviderAdapter {
  const { streams, targets } = adapter;
  const recall = async (stream: Stream): Promise<Stream> => recallStatuses(stream, await memory.recall(stream.id));

  /** A target alone says nothing of its stream, and its state holds only beside the stream's. */
  async function recallTarget(target: Target, context: CallContext): Promise<Target> {
    if (target.status.state !== "unknown") return target;
    const stream = await recall(await streams.get(target.streamId, context));
    return { ...target, status: stream.targets?.find(({ id }) => id === target.id)?.status ?? target.status };
  }

  const update = streams.update?.bind(streams);
  const end = streams.end?.bind(streams);
  return {
    ...adapter,
    streams: {
      ...streams,
      create: async (input, context) => {
        const created = await streams.create(input, context);
        await memory.place(created.stream);
        return created;
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
        await memory.forget(id);
      },
    },
    targets: {
      ...targets,
      create: async (streamId, input, context) => {
        const target = await targets.create(streamId, input, context);
        await memory.place({ id: streamId, targets: [target] });
        return target;
      },
      get: async (ref, context) => recallTarget(await targets.get(ref, context), context),
      list: async (streamId, context) => {
        const listed = await targets.list(streamId, context);
        if (listed.every(({ status }) => status.state !== "unknown")) return listed;
        return (await recall(await streams.get(streamId, context))).targets ?? [];
      },
    },
  };
}

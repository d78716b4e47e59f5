import { type Mutants, streams, streamsAre, tableBecomes, targetsAre } from "./mutate.test.support.ts";

const stale = "2020-01-01T00:00:00.000Z";

export const streamMutants: Mutants = {
  "streams.create": { mutate: streamsAre((stream) => Object.assign({ ...stream }, { raw: { vendor: true } })) },
  "streams.create-with-targets": {
    mutate: streams((right) => ({
      create: async (input, context) => {
        const { stream, ingest } = await right.create(input, context);
        return { stream: { ...stream, targets: stream.targets?.toReversed() ?? [] }, ingest };
      },
    })),
  },
  "streams.create-disabled": {
    mutate: streams((right) => ({
      create: (input, context) => right.create({ ...input, enabled: true }, context),
    })),
  },
  "streams.create-all-or-nothing": {
    // Makes the stream first and its targets one by one, and leaves what it has when one fails.
    mutate: (adapter) => ({
      ...adapter,
      streams: {
        ...adapter.streams,
        create: async ({ targets, ...input }, context) => {
          const created = await adapter.streams.create({ ...input, targets: [] }, context);
          for (const target of targets) await adapter.targets.create(created.stream.id, target, context);
          return { ...created, stream: await adapter.streams.get(created.stream.id, context) };
        },
      },
    }),
  },
  "streams.get": {
    mutate: streams((right) => ({
      get: async (id, context) => {
        const { targets: _targets, ...stream } = await right.get(id, context);
        return stream;
      },
    })),
  },
  "streams.get-unknown": {
    mutate: streams((right) => ({
      get: async (id, context) => {
        const { data } = await right.list({ limit: 1 }, context);
        const [any] = data;
        return any ?? { ...(await right.create({ name: "x", enabled: true, targets: [] }, context)).stream, id };
      },
    })),
  },
  "streams.list": {
    mutate: streams((right) => ({
      list: async (query, context) => {
        const page = await right.list(query, context);
        return { ...page, data: page.data.slice(1) };
      },
    })),
  },
  "streams.delete": { mutate: streams(() => ({ delete: async () => undefined })) },
  "streams.delete-again": {
    mutate: streams((right) => ({
      delete: async (id, context) => {
        await right.get(id, context);
        await right.delete(id, context);
      },
    })),
  },
  "streams.ingest": {
    mutate: streams((right) => ({ getIngest: (id, context) => right.rotateIngest(id, context) })),
  },
  "streams.ingest-unknown": {
    mutate: streams((right) => ({
      getIngest: (id, context) => right.getIngest(id, context).catch(() => []),
    })),
  },
  "streams.unknown-changes": {
    mutate: streams((right) => ({
      update: async (id, patch, context) => {
        const { data } = await right.list({ limit: 1 }, context);
        return right
          .update(id, patch, context)
          .catch(
            async () => data[0] ?? (await right.create({ name: "x", enabled: true, targets: [] }, context)).stream,
          );
      },
    })),
  },
  "streams.stores": {
    mutate: streamsAre(({ metadata: _metadata, ...stream }) => stream),
  },
  "streams.stores-changes": {
    mutate: streams((right) => ({
      update: (id, { reference: _reference, ...patch }, context) => right.update(id, patch, context),
    })),
  },
  "streams.refuses-unstored": {
    table: "strict",
    mutate: tableBecomes((table) => ({
      ...table,
      stores: { ...table.stores, stream: ["name", "reference", "metadata"] },
    })),
  },
  "targets.stores": { mutate: targetsAre((target) => ({ ...target, createdAt: stale.slice(0, 10) })) },
  "targets.refuses-unstored": {
    table: "strict",
    mutate: tableBecomes((table) => ({
      ...table,
      stores: { ...table.stores, target: ["name", "reference", "metadata"] },
    })),
  },
};

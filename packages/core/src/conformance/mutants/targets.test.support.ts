import type { Target } from "../../model/target.ts";
import { everythingAllowed } from "../../testing/everything-allowed.ts";
import { type Mutants, streams, tableBecomes, targets, targetsAre } from "./mutate.test.support.ts";

/** Finds a target in whatever stream it is. */
const anywhere = targets((right, { streams: all }) => ({
  get: async (ref, context) => {
    const { data } = await all.list({ limit: 100 }, context);
    const stream = data.find((one) => one.targets?.some(({ id }) => id === ref.id));
    return right.get({ ...ref, streamId: stream?.id ?? ref.streamId }, context);
  },
}));

export const targetMutants: Mutants = {
  "targets.create": { mutate: targetsAre((target) => ({ ...target, provider: "another" })) },
  "targets.read": {
    mutate: targets((right) => ({
      list: async (streamId, context) => (await right.list(streamId, context)).slice(1),
    })),
  },
  "targets.create-disabled": {
    mutate: streams((right) => ({
      create: (input, context) =>
        right.create({ ...input, targets: input.targets.map((target) => ({ ...target, enabled: true })) }, context),
    })),
  },
  "targets.video-only": {
    mutate: targets((right) => ({
      create: (streamId, { videoOnly: _dropped, ...input }, context) => right.create(streamId, input, context),
    })),
  },
  "targets.rendition": {
    mutate: targets((right) => ({
      create: (streamId, input, context) => right.create(streamId, { ...input, rendition: "source" }, context),
    })),
  },
  "targets.no-rendition": {
    table: "strict",
    mutate: tableBecomes((table) => ({ ...table, renditions: true })),
  },
  "targets.foretold": {
    mutate: (adapter) => ({
      ...adapter,
      ready: async (_calls, context) => (await adapter.streams.list({ limit: 1 }, context)).data.length === 0,
    }),
  },
  "targets.delete": { mutate: targets(() => ({ delete: async () => ({}) })) },
  "targets.delete-again": {
    mutate: targets((right) => ({
      delete: async (ref, context) => {
        await right.get(ref, context);
        return right.delete(ref, context);
      },
    })),
  },
  "targets.unknown": {
    mutate: targets((right, { streams: all }) => ({
      get: (ref, context) =>
        right.get(ref, context).catch(async (error: unknown) => {
          const [first] = (await all.get(ref.streamId, context)).targets ?? [];
          if (!first) throw error;
          return first;
        }),
    })),
  },
  "targets.of-unknown-stream": {
    mutate: targets((right) => ({ list: (streamId, context) => right.list(streamId, context).catch(() => []) })),
  },
  "targets.foreign-stream": { mutate: anywhere },
  "targets.limit": {
    table: "strict",
    // Pushes the oldest out instead.
    mutate: targets((right) => ({
      create: async (streamId, input, context) => {
        const [oldest, ...rest] = await right.list(streamId, context);
        if (oldest && rest.length === 2) await right.delete(oldest, context);
        return right.create(streamId, input, context);
      },
    })),
  },
  "targets.limit-inline": {
    table: "strict",
    mutate: tableBecomes((table) => ({ ...table, limits: {} })),
  },
  "targets.protocol": {
    table: "strict",
    mutate: tableBecomes((table) => ({ ...table, protocols: everythingAllowed().protocols })),
  },
  "targets.redacted": {
    mutate: targetsAre((target) => ({
      ...target,
      destination: { ...target.destination, host: `${target.destination.host}:1935` },
    })),
  },
  "targets.has-destination": { mutate: targets(() => ({ hasDestination: async () => true })) },
  "targets.declared-list": {
    // Says that nothing leads where it leads, and makes a new target of each change.
    mutate: targets((right) => ({
      hasDestination: async () => false,
      update: async (ref, patch, context) => {
        const { name, enabled, rendition } = await right.get(ref, context);
        if (!patch.destination) return right.update(ref, patch, context);
        await right.delete(ref, context);
        const input = { name, enabled, rendition, destination: patch.destination };
        return right.create(ref.streamId, input, context);
      },
    })),
  },
  "targets.declared-list-partly": {
    // Takes a refusal for a success, and answers the target that was there before.
    mutate: targets((right) => {
      let before: Target | undefined;
      return {
        delete: async (ref, context) => {
          before = await right.get(ref, context);
          return right.delete(ref, context);
        },
        create: (streamId, input, context) =>
          right.create(streamId, input, context).catch((error: unknown) => {
            if (!before) throw error;
            return before;
          }),
      };
    }),
  },
};

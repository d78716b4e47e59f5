import { everythingAllowed } from "../../testing/everything-allowed.ts";
import {
  type Mutants,
  streams,
  streamsAre,
  tableBecomes,
  targets,
  targetsAre,
  withState,
} from "./mutate.test.support.ts";

/** Answers as if it were done. */
const ignores = (field: "name" | "destination" | "rendition") =>
  targets((right) => ({
    update: (ref, { [field]: _ignored, ...patch }, context) => right.update(ref, patch, context),
  }));

const ignoresWish = (wish: boolean) =>
  targets((right) => ({
    update: (ref, patch, context) =>
      patch.enabled === wish ? right.get(ref, context) : right.update(ref, patch, context),
  }));

const ignoresStreamWish = (wish: boolean) =>
  streams((right) => ({
    update: (id, patch, context) =>
      patch.enabled === wish ? right.get(id, context) : right.update(id, patch, context),
  }));

export const enablementMutants: Mutants = {
  "enablement.table": {
    mutate: (adapter) => {
      const without = { ...adapter.streams };
      Reflect.deleteProperty(without, "end");
      return { ...adapter, streams: without };
    },
  },
  "enablement.target.create": {
    // Answers a target that is in no list.
    mutate: targets((right) => ({
      create: async (streamId, input, context) => {
        const target = await right.create(streamId, input, context);
        await right.delete(target, context);
        return target;
      },
    })),
  },
  "enablement.target.delete": { table: "late", mutate: targets(() => ({ delete: async () => ({}) })) },
  "enablement.target.enable": { mutate: ignoresWish(true) },
  "enablement.target.disable": { mutate: ignoresWish(false) },
  "enablement.target.restart": {
    // Makes a new one of it.
    mutate: targets((right) => ({
      restart: async (ref, context) => {
        const { name, enabled, rendition } = await right.get(ref, context);
        await right.delete(ref, context);
        const destination = { url: "rtmp://other.example.com/app", streamKey: "another-key" } as const;
        return right.create(ref.streamId, { name, enabled, rendition, destination }, context);
      },
    })),
  },
  "enablement.target.update.name": { mutate: ignores("name") },
  "enablement.target.update.destination": { mutate: ignores("destination") },
  "enablement.target.update.rendition": { mutate: ignores("rendition") },
  "enablement.stream.update": {
    mutate: streams((right) => ({
      update: (id, { name: _ignored, ...patch }, context) => right.update(id, patch, context),
    })),
  },
  "enablement.stream.enable": { mutate: ignoresStreamWish(true) },
  "enablement.stream.disable": { mutate: ignoresStreamWish(false) },
  "enablement.stream.end": { mutate: streams((right) => ({ end: (id, context) => right.get(id, context) })) },
  "enablement.stream.rotateIngest": {
    mutate: streams((right) => ({ rotateIngest: (id, context) => right.getIngest(id, context) })),
  },
  "enablement.stream.delete": { mutate: streams(() => ({ delete: async () => undefined })) },
  "enablement.refused": {
    table: "strict",
    mutate: tableBecomes((table) => ({ ...table, target: everythingAllowed().target })),
  },
  "enablement.not-idle": {
    table: "strict",
    // Says that it is done, and will be some time.
    mutate: (adapter, fake) => {
      const silent = targets(() => ({ delete: async () => ({}) }))(adapter, fake);
      return tableBecomes((table) => ({ ...table, target: everythingAllowed().target }))(silent, fake);
    },
  },
  "enablement.can": {
    table: "strict",
    mutate: tableBecomes((table) => ({ ...table, target: { ...table.target, disable: table.stream.disable } })),
  },
  "enablement.disabled-stays-off": {
    mutate: targetsAre((target) =>
      target.status.state === "disabled" ? withState(target, { state: "live" }) : target,
    ),
  },
  "enablement.toggle-live": {
    // A change of one target makes all of them dial again.
    mutate: (adapter, fake) => ({
      ...targets((right, { streams: all }) => ({
        update: async (ref, patch, context) => {
          for (const target of (await all.get(ref.streamId, context)).targets ?? []) {
            fake.fail(target);
            fake.heal(target);
          }
          return right.update(ref, patch, context);
        },
        get: async (ref, context) => {
          const target = await right.get(ref, context);
          const calls = fake.callCount();
          return withState(target, { since: new Date(calls).toISOString() });
        },
      }))(adapter, fake),
    }),
  },
  "enablement.late": {
    table: "late",
    // Says for ever that it is still to come.
    mutate: targetsAre((target) =>
      target.enabled
        ? target
        : { ...target, pending: { changes: ["disable"], applies: "next_session", since: "2026-03-01T12:00:00.000Z" } },
    ),
  },
  "enablement.pending": {
    table: "late",
    // Answers as if all were in effect.
    mutate: targetsAre(({ pending: _pending, ...target }) => target),
  },
  "enablement.wish": {
    mutate: targetsAre((target) => ({ ...target, enabled: target.enabled && target.status.state !== "retrying" })),
  },
};

export const statusMutants: Mutants = {
  "status.idle": { mutate: targetsAre((target) => withState(target, { state: "live" })) },
  "status.live": {
    mutate: targetsAre((target) =>
      target.status.state === "live" ? withState(target, { state: "connecting" }) : target,
    ),
  },
  "status.stream-live": {
    mutate: streamsAre((stream) => ({ ...stream, status: { ...stream.status, state: "idle" } })),
  },
  "status.broken": {
    mutate: targetsAre(({ status: { reason: _reason, ...status }, ...target }) => ({ ...target, status })),
  },
  "status.no-guess": {
    // What nobody reports to be broken is taken to be live.
    mutate: targetsAre((target) =>
      target.status.state === "retrying" ? withState(target, { state: "live" }) : target,
    ),
  },
  "status.healed": {
    mutate: targetsAre((target) => {
      const reason = { code: "refused", message: "It was." } as const;
      return target.status.state === "live" ? withState(target, { reason }) : target;
    }),
  },
  "status.isolation": {
    // Tells of every target what is worst among all.
    mutate: targets((right) => ({
      get: async (ref, context) => {
        const target = await right.get(ref, context);
        const all = await right.list(ref.streamId, context);
        const broken = all.some(({ status }) => status.state === "retrying");
        return broken ? withState(target, { state: "retrying" }) : target;
      },
    })),
  },
  "status.dropped": {
    mutate: streamsAre((stream) =>
      stream.status.state === "reconnecting"
        ? { ...stream, targets: stream.targets?.map((target) => withState(target, { state: "live" })) ?? [] }
        : stream,
    ),
  },
  "status.ended": {
    mutate: streamsAre((stream) => ({ ...stream, session: { id: "x", startedAt: "2026-03-01T12:00:00.000Z" } })),
  },
  "status.states": {
    table: "strict",
    mutate: targetsAre((target) =>
      target.status.state === "failed" ? withState(target, { state: "retrying" }) : target,
    ),
  },
  "status.times": { mutate: targetsAre((target) => withState(target, { observedAt: "2026-03-01 12:00" })) },
  "status.source": {
    table: "strict",
    mutate: targetsAre((target) => withState(target, { source: "relay" })),
  },
};

import {
  type Capabilities,
  type Ingest,
  MultistreamError,
  type ProviderAdapter,
  type Stream,
  type Target,
} from "@polycast/core";
import {
  type NewTarget,
  type Observation,
  redactDestination,
  type Restorable,
  type Rule,
  type StreamObservation,
  type TargetObservation,
} from "@polycast/core/provider";

/** A provider in memory that forgets everything when it is made anew. Tests say what it observes and when it fails. */
export type FakeProvider = {
  adapter: ProviderAdapter;
  /** The calls that changed something, in order, e.g. `streams.create`. */
  calls: string[];
  /** What the last changing call was given. */
  given: unknown;
  /** By the provider's ids. */
  streams: Map<string, Stream>;
  ingest: Map<string, Ingest[]>;
  restored: Restorable[];
  /** Reports by itself; the sequence is counted here. */
  tell(observation: WithoutSequence): void;
  /** The next call of this name fails. */
  failNext(call: string, error: Error): void;
  /** Runs before the next call of this name answers. */
  beforeAnswer(call: string, act: () => void | Promise<void>): void;
};

type WithoutSequence = Omit<StreamObservation, "sequence"> | Omit<TargetObservation, "sequence">;

const rule: Rule = { idle: "now", live: "now", via: "native", source: "https://example.com", evidence: "tested" };

/** Everything is allowed at once, but for what is said otherwise. */
export function fakeCapabilities(differences: Partial<Capabilities> = {}): Capabilities {
  const { target, stream } = differences;
  return {
    status: { delivery: ["push"], states: ["idle", "live"], reasons: true },
    limits: {},
    protocols: ["rtmp", "rtmps"],
    constraints: [],
    renditions: false,
    readsKeysBack: false,
    stores: { stream: ["name"], target: ["name"] },
    ...differences,
    target: target ?? {
      create: rule,
      delete: rule,
      enable: rule,
      disable: rule,
      restart: rule,
      update: { name: rule, destination: rule, rendition: rule },
    },
    stream: stream ?? { update: rule, enable: rule, disable: rule, end: rule, rotateIngest: rule, delete: rule },
  };
}

export const refused: Rule = { ...rule, idle: "refused", live: "refused", reason: "it has no such call" };
export const onlyIdle: Rule = { ...rule, live: "refused", reason: "only while idle" };

/** Makes one. `name` is the provider's word and the beginning of its ids and keys. */
export function createFakeProvider(options: { capabilities?: Capabilities; name?: string } = {}): FakeProvider {
  const { capabilities = fakeCapabilities(), name = "fake" } = options;
  const listeners = new Set<(observation: Observation) => void>();
  const failures = new Map<string, Error>();
  const acts = new Map<string, () => void | Promise<void>>();
  let count = 0;
  let sequence = 0;

  async function did(call: string, given?: unknown): Promise<void> {
    fake.calls.push(call);
    fake.given = given;
    const failure = failures.get(call);
    failures.delete(call);
    if (failure) throw failure;
    const act = acts.get(call);
    acts.delete(call);
    await act?.();
  }
  function find(id: string): Stream {
    const stream = fake.streams.get(id);
    if (!stream) throw new MultistreamError("not_found", "No such stream.", { provider: name });
    return stream;
  }
  function findTarget({ streamId, id }: { streamId: string; id: string }): Target {
    const target = find(streamId).targets?.find((other) => other.id === id);
    if (!target) throw new MultistreamError("not_found", "No such target.", { provider: name });
    return target;
  }
  function replaceTarget(target: Target): Target {
    const stream = find(target.streamId);
    const targets = stream.targets?.map((other) => (other.id === target.id ? target : other)) ?? [];
    fake.streams.set(stream.id, { ...stream, targets });
    return target;
  }
  function addTarget(streamId: string, input: NewTarget, id = `t${++count}`): Target {
    const target: Target = {
      id,
      streamId,
      provider: name,
      name: input.name,
      destination: redactDestination(input.destination),
      enabled: input.enabled,
      rendition: input.rendition,
      status: { state: input.enabled ? "idle" : "disabled", source: "relay" },
      notices: [],
    };
    const stream = find(streamId);
    fake.streams.set(streamId, { ...stream, targets: [...(stream.targets ?? []), target] });
    return target;
  }
  function addStream(input: { name: string; enabled: boolean }, id: string): void {
    const status = { state: input.enabled ? ("idle" as const) : ("disabled" as const), source: "relay" as const };
    const { name: streamName, enabled } = input;
    fake.streams.set(id, { id, provider: name, name: streamName, enabled, status, targets: [], notices: [] });
  }
  const newIngest = (id: string): Ingest[] => [
    { protocol: "rtmp", url: "rtmp://127.0.0.1:1935/live", streamKey: `${name}-ingest-${id}-${++count}` },
  ];

  const adapter: ProviderAdapter = {
    specVersion: 1,
    name,
    packageName: `@example/${name}`,
    capabilities: () => capabilities,
    streams: {
      async create(input) {
        const id = `s${++count}`;
        addStream(input, id);
        for (const target of input.targets) addTarget(id, target);
        fake.ingest.set(id, newIngest(id));
        await did("streams.create", input);
        return { stream: find(id), ingest: fake.ingest.get(id) ?? [] };
      },
      get: async (id) => find(id),
      async list({ cursor, limit }) {
        const from = Number(cursor ?? 0);
        const data = [...fake.streams.values()].slice(from, from + limit);
        return from + limit < fake.streams.size ? { data, nextCursor: String(from + limit) } : { data };
      },
      async update(id, patch) {
        await did("streams.update", patch);
        const stream = find(id);
        const state = patch.enabled === false ? ("disabled" as const) : stream.status.state;
        const next: Stream = { ...stream, name: patch.name ?? stream.name, status: { ...stream.status, state } };
        fake.streams.set(id, next);
        return next;
      },
      async end(id) {
        await did("streams.end");
        return find(id);
      },
      async delete(id) {
        await did("streams.delete", id);
        fake.streams.delete(id);
      },
      async getIngest(id) {
        find(id);
        return fake.ingest.get(id) ?? [];
      },
      async rotateIngest(id) {
        await did("streams.rotateIngest");
        fake.ingest.set(id, newIngest(id));
        return fake.ingest.get(id) ?? [];
      },
    },
    targets: {
      async create(streamId, input) {
        const target = addTarget(streamId, input);
        await did("targets.create", input);
        return target;
      },
      get: async (ref) => findTarget(ref),
      list: async (streamId) => find(streamId).targets ?? [],
      async update(ref, patch) {
        await did("targets.update", patch);
        const target = findTarget(ref);
        const state = patch.enabled === undefined ? target.status.state : patch.enabled ? "idle" : "disabled";
        return replaceTarget({ ...target, status: { state, source: "relay" } });
      },
      async restart(ref) {
        await did("targets.restart");
        return findTarget(ref);
      },
      async delete(ref) {
        await did("targets.delete", ref);
        const stream = find(ref.streamId);
        fake.streams.set(stream.id, { ...stream, targets: stream.targets?.filter(({ id }) => id !== ref.id) ?? [] });
        return {};
      },
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async restore(restorables) {
      await did("restore");
      fake.restored = restorables;
      for (const stored of restorables) {
        addStream(stored, stored.id);
        for (const target of stored.targets) addTarget(stored.id, target, target.id);
        fake.ingest.set(stored.id, stored.ingest);
      }
    },
    start: () => did("start"),
    close: () => did("close"),
  };

  const fake: FakeProvider = {
    adapter,
    calls: [],
    given: undefined,
    streams: new Map(),
    ingest: new Map(),
    restored: [],
    failNext: (call, error) => void failures.set(call, error),
    beforeAnswer: (call, act) => void acts.set(call, act),
    tell(observation) {
      sequence += 1;
      for (const listener of listeners) listener({ ...observation, sequence });
    },
  };
  return fake;
}

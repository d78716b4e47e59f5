import type { Observation } from "../contract/observation.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import { MultistreamError } from "../errors/multistream-error.ts";
import { redactDestination } from "../destination/redact-destination.ts";
import { aStream, aTarget, someCapabilities } from "../fixtures.test.support.ts";
import type { Capabilities } from "../model/capabilities.ts";
import type { NewTarget } from "../model/inputs.ts";
import type { Ingest } from "../model/ingest.ts";
import type { Stream } from "../model/stream.ts";
import type { Target, TargetRef } from "../model/target.ts";

/**
 * A scripted adapter: it says what a test puts into it, also what no provider would say, so that the client's own rules
 * can be tried. One that behaves is `fakeProvider` of the testing door.
 */
export type Fake = {
  adapter: ProviderAdapter;
  /** Names of the methods that were called, in order, capabilities left out. */
  calls: string[];
  /** What the last creating or changing call was given. */
  given: unknown;
  streams: Map<string, Stream>;
  tell(observation: Observation): void;
  listeners: number;
};

const ingest: Ingest[] = [{ protocol: "rtmp", url: "rtmp://127.0.0.1/live", streamKey: "ingest-key" }];

export function createFake(options: { capabilities?: Capabilities; streams?: Stream[] } = {}): Fake {
  const streams = new Map((options.streams ?? [aStream()]).map((stream) => [stream.id, stream]));
  const listeners = new Set<(observation: Observation) => void>();

  function find(id: string): Stream {
    const stream = streams.get(id);
    if (!stream) throw new MultistreamError("not_found", "No such stream.", { provider: "fake" });
    return stream;
  }
  function findTarget(ref: TargetRef): Target {
    const target = find(ref.streamId).targets?.find(({ id }) => id === ref.id);
    if (!target) throw new MultistreamError("not_found", "No such target.", { provider: "fake" });
    return target;
  }
  function addTarget(streamId: string, input: NewTarget): Target {
    const stream = find(streamId);
    const { name, enabled, rendition } = input;
    const id = `t${(stream.targets?.length ?? 0) + 1}`;
    const target = aTarget({
      id,
      streamId,
      name,
      enabled,
      rendition,
      destination: redactDestination(input.destination),
    });
    streams.set(streamId, { ...stream, targets: [...(stream.targets ?? []), target] });
    return target;
  }
  function did(call: string, given?: unknown): void {
    fake.calls.push(call);
    if (given !== undefined) fake.given = given;
  }

  const adapter: ProviderAdapter = {
    specVersion: 1,
    name: "fake",
    packageName: "@example/fake",
    capabilities: () => options.capabilities ?? someCapabilities(),
    streams: {
      create: async (input) => {
        did("streams.create", input);
        const id = `s${streams.size + 1}`;
        streams.set(id, aStream({ id, name: input.name, enabled: input.enabled, targets: [] }));
        for (const target of input.targets) addTarget(id, target);
        return { stream: find(id), ingest };
      },
      get: async (id) => {
        did("streams.get");
        return find(id);
      },
      list: async ({ cursor, limit }) => {
        did("streams.list");
        const from = Number(cursor ?? 0);
        const data = [...streams.values()].slice(from, from + limit);
        const next = from + limit;
        return next < streams.size ? { data, nextCursor: String(next) } : { data };
      },
      update: async (id, patch) => {
        did("streams.update", patch);
        return find(id);
      },
      end: async (id) => {
        did("streams.end");
        return find(id);
      },
      delete: async (id) => {
        did("streams.delete");
        streams.delete(id);
      },
      getIngest: async () => {
        did("streams.getIngest");
        return ingest;
      },
      rotateIngest: async () => {
        did("streams.rotateIngest");
        return ingest;
      },
    },
    targets: {
      create: async (streamId, input) => {
        did("targets.create", input);
        return addTarget(streamId, input);
      },
      get: async (ref) => {
        did("targets.get");
        return findTarget(ref);
      },
      list: async (streamId) => {
        did("targets.list");
        return find(streamId).targets ?? [];
      },
      update: async (ref, patch) => {
        did("targets.update", patch);
        return { ...findTarget(ref), enabled: patch.enabled ?? true };
      },
      restart: async (ref) => {
        did("targets.restart");
        return findTarget(ref);
      },
      delete: async () => {
        did("targets.delete");
        return {};
      },
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => did("close"),
  };

  const fake: Fake = {
    adapter,
    calls: [],
    given: undefined,
    streams,
    tell: (observation) => {
      for (const listener of listeners) listener(observation);
    },
    get listeners() {
      return listeners.size;
    },
  };
  return fake;
}

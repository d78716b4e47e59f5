import {
  type CallContext,
  type Ingest,
  type Log,
  type NewTarget,
  type Observation,
  parseInput,
  type ProviderAdapter,
  SPEC_VERSION,
  type Stream,
  type Target,
} from "@polycast/core/provider";
import { capabilities } from "./capabilities.ts";
import { createStreamKey } from "./ingest/stream-key.ts";
import { RelayClient } from "./relay/relay-client.ts";
import { resolveSettings, type SelfhostSettings, selfhostSettingsSchema } from "./settings.ts";
import { planOf } from "./wanted/dial-plan.ts";
import type { StreamRecord } from "./wanted/records.ts";
import { Registry } from "./wanted/registry.ts";
import { toStream, toTarget } from "./wanted/to-model.ts";
import { toWanted } from "./wanted/to-wanted.ts";

/** The application of ingest URLs; the relay tells streams apart by their key alone. */
const INGEST_APP = "live";

/**
 * Polycast's own relay as a provider: no account, no second server. It runs in a thread of this process, which it opens
 * with the first call (or with `start`) and keeps until `close`. It forgets everything at a restart; a host that must
 * not, such as the gateway, stores it and hands it back through `restore`.
 *
 * @throws MultistreamError `invalid_argument` when a setting does not fit
 */
export function selfhost(settings: SelfhostSettings = {}): ProviderAdapter {
  const given = parseInput(selfhostSettingsSchema, settings, "settings of selfhost()");
  const registry = new Registry();
  const listeners = new Set<(observation: Observation) => void>();
  let log: Log | undefined;
  let publicHost = "";
  let client: RelayClient | undefined;
  let opening: Promise<RelayClient> | undefined;

  async function openRelay(): Promise<RelayClient> {
    const resolved = resolveSettings(given, process.env);
    publicHost = resolved.publicHost;
    const relay = new RelayClient({
      settings: resolved.relay,
      wanted: () => Array.from(registry.all(), toWanted),
      note: (observation) => registry.note(observation),
      tell: (observation) => {
        for (const listener of listeners) listener(observation);
      },
      log: (...entry) => log?.(...entry),
    });
    try {
      await relay.open();
    } catch (error) {
      await relay.close();
      throw error;
    }
    client = relay;
    return relay;
  }

  function relay(): Promise<RelayClient> {
    opening ??= openRelay().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  }

  /** Makes the relay want what the registry wants. */
  async function apply(record: StreamRecord): Promise<void> {
    const open = await relay();
    await open.send({ type: "put", stream: toWanted(record) });
  }

  function ingestOf(record: StreamRecord): Ingest[] {
    const ports = client?.ports;
    if (!ports) return [];
    const { streamKey } = record;
    const addresses: Ingest[] = [];
    addresses.push({ protocol: "rtmp", url: `rtmp://${publicHost}:${ports.rtmp}/${INGEST_APP}`, streamKey });
    if (ports.rtmps !== undefined) {
      addresses.push({ protocol: "rtmps", url: `rtmps://${publicHost}:${ports.rtmps}/${INGEST_APP}`, streamKey });
    }
    return addresses;
  }

  return {
    specVersion: SPEC_VERSION,
    name: "selfhost",
    packageName: "@polycast/selfhost",
    capabilities: () => capabilities,
    streams: {
      async create(input) {
        for (const target of input.targets) planOf(target.destination);
        await relay();
        const record = registry.addStream(input);
        await apply(record);
        return { stream: toStream(record), ingest: ingestOf(record) };
      },
      get: async (id): Promise<Stream> => toStream(registry.stream(id)),
      async list(query) {
        const { data, nextCursor } = registry.page(query);
        const streams = data.map(toStream);
        return nextCursor === undefined ? { data: streams } : { data: streams, nextCursor };
      },
      async update(id, patch) {
        const record = registry.stream(id);
        registry.patchStream(record, patch);
        await apply(record);
        return toStream(record);
      },
      async end(id) {
        const record = registry.stream(id);
        await (await relay()).send({ type: "end", streamId: id });
        return toStream(record);
      },
      async delete(id) {
        if (registry.deleteStream(id)) await (await relay()).send({ type: "remove", streamId: id });
      },
      async getIngest(id) {
        const record = registry.stream(id);
        await relay();
        return ingestOf(record);
      },
      async rotateIngest(id) {
        const record = registry.stream(id);
        record.streamKey = createStreamKey();
        await apply(record);
        return ingestOf(record);
      },
    },
    targets: {
      async create(streamId, input: NewTarget): Promise<Target> {
        planOf(input.destination);
        const record = registry.addTarget(streamId, input);
        await apply(registry.stream(streamId));
        return toTarget(record);
      },
      get: async (ref) => toTarget(registry.target(ref)),
      list: async (streamId) => Array.from(registry.stream(streamId).targets.values(), toTarget),
      async update(ref, patch) {
        if (patch.destination) planOf(patch.destination);
        const record = registry.target(ref);
        registry.patchTarget(record, patch);
        await apply(registry.stream(ref.streamId));
        return toTarget(record);
      },
      async restart(ref) {
        const record = registry.target(ref);
        await (await relay()).send({ type: "restart", streamId: ref.streamId, targetId: ref.id });
        return toTarget(record);
      },
      async delete(ref) {
        const stream = registry.stream(ref.streamId);
        if (stream.targets.delete(ref.id)) await apply(stream);
        return {};
      },
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async restore(streams) {
      for (const stored of streams) registry.restore(stored);
      if (client) for (const stored of streams) await apply(registry.stream(stored.id));
    },
    async start(context: CallContext & { log?: Log }) {
      if (context.log) log = context.log;
      await relay();
    },
    async close() {
      const open = await opening?.catch(() => undefined);
      opening = undefined;
      client = undefined;
      await open?.close();
    },
  };
}

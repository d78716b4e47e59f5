import {
  type Ingest,
  type Observation,
  parseInput,
  type ProviderAdapter,
  Repeats,
  SPEC_VERSION,
} from "@polycast/core/provider";
import { capabilities } from "./capabilities.ts";
import { errorFields } from "./hub/log.ts";
import { ingestAddresses } from "./ingest/ingest-addresses.ts";
import { createStreamKey } from "./ingest/stream-key.ts";
import { HeldLog } from "./relay/held-log.ts";
import { Listeners } from "./relay/listeners.ts";
import { RelayClient } from "./relay/relay-client.ts";
import { RelayDoor } from "./relay/relay-door.ts";
import type { SpawnRelay } from "./relay/spawn-relay.ts";
import { resolveSettings, type SelfhostSettings, selfhostSettingsSchema } from "./settings.ts";
import { checkOptions, checkTarget } from "./wanted/check-input.ts";
import { disconnected, givenUp } from "./wanted/outage.ts";
import type { StreamRecord } from "./wanted/records.ts";
import { Registry } from "./wanted/registry.ts";

import { toStream, toTarget } from "./wanted/to-model.ts";
import { toWanted } from "./wanted/to-wanted.ts";
import { Wishes } from "./wanted/wishes.ts";

/**
 * The adapter behind `selfhost()`.
 *
 * @param options.spawn starts the relay; in a thread of this process by default
 * @throws MultistreamError `invalid_argument` when a setting does not fit
 */
export function createSelfhost(settings: SelfhostSettings, options: { spawn?: SpawnRelay } = {}): ProviderAdapter {
  const given = parseInput(selfhostSettingsSchema, settings, "settings of selfhost()");
  const registry = new Registry();
  const repeats = new Repeats();
  const log = new HeldLog();
  const listeners = new Listeners<Observation>((error) =>
    log.write("error", "a listener to the relay failed", errorFields(error)),
  );
  let publicHost = "";
  const door = new RelayDoor(() => {
    const resolved = resolveSettings(given, process.env);
    publicHost = resolved.publicHost;
    const host = {
      settings: resolved.relay,
      wanted: () => Array.from(registry.all(), toWanted),
      note: (observation: Observation) => registry.note(observation),
      tell: (observation: Observation) => listeners.tell(observation),
      disconnected: (at: string) => [...registry.all()].flatMap((record) => disconnected(record, at)),
      givenUp: (at: string) => [...registry.all()].flatMap((record) => givenUp(record, at)),
      log: log.write,
    };
    return new RelayClient(host, options);
  });
  const wishes = new Wishes(registry, door);

  async function ingestOf(record: StreamRecord): Promise<Ingest[]> {
    const { ports } = await door.open();
    return ports ? ingestAddresses(publicHost, ports, record.streamKey) : [];
  }

  return {
    specVersion: SPEC_VERSION,
    name: "selfhost",
    packageName: "@polycast/selfhost",
    capabilities: () => capabilities,
    streams: {
      async create(input, { signal, idempotencyKey }) {
        checkOptions(input);
        for (const target of input.targets) checkTarget(target);
        const key = idempotencyKey === undefined ? undefined : `stream ${idempotencyKey}`;
        const id = await repeats.once(key, () => wishes.createStream(input, signal), input);
        const record = registry.stream(id);
        return { stream: toStream(record), ingest: await ingestOf(record) };
      },
      get: async (id) => toStream(registry.stream(id)),
      async list(query) {
        const { data, nextCursor } = registry.page(query);
        const streams = data.map(toStream);
        return nextCursor === undefined ? { data: streams } : { data: streams, nextCursor };
      },
      async update(id, patch) {
        checkOptions(patch);
        await wishes.edit(id, (record) => registry.patchStream(record, patch));
        return toStream(registry.stream(id));
      },
      async end(id) {
        registry.stream(id);
        await (await door.enter()).send({ type: "end", streamId: id });
        return toStream(registry.stream(id));
      },
      delete: (id) => wishes.deleteStream(id),
      getIngest: async (id) => ingestOf(registry.stream(id)),
      async rotateIngest(id) {
        await wishes.edit(id, (record) => (record.streamKey = createStreamKey()));
        return ingestOf(registry.stream(id));
      },
    },
    targets: {
      async create(streamId, input, { signal, idempotencyKey }) {
        checkTarget(input);
        const key = idempotencyKey === undefined ? undefined : `target ${streamId} ${idempotencyKey}`;
        const id = await repeats.once(key, () => wishes.createTarget(streamId, input, signal), input);
        return toTarget(registry.target({ streamId, id }));
      },
      get: async (ref) => toTarget(registry.target(ref)),
      list: async (streamId) => Array.from(registry.stream(streamId).targets.values(), toTarget),
      async update(ref, patch) {
        checkTarget(patch);
        await wishes.edit(ref.streamId, () => registry.patchTarget(registry.target(ref), patch));
        return toTarget(registry.target(ref));
      },
      async restart(ref) {
        registry.target(ref);
        await (await door.enter()).send({ type: "restart", streamId: ref.streamId, targetId: ref.id });
        return toTarget(registry.target(ref));
      },
      async delete(ref) {
        await wishes.deleteTarget(ref);
        return {};
      },
    },
    subscribe: (listener) => listeners.add(listener),
    async restore(streams) {
      for (const stored of streams) {
        try {
          await wishes.restore(stored);
        } catch (error) {
          // One damaged stream must not keep the others down.
          log.write("error", "a stream could not be restored", { stream: stored.id, ...errorFields(error) });
        }
      }
    },
    async start(context) {
      if (context.log) log.readBy(context.log);
      await door.open();
    },
    close: () => door.close(),
  };
}

import {
  type Ingest,
  type ProviderAdapter,
  Repeats,
  SPEC_VERSION,
  type Target,
  type TargetRef,
} from "@polycast/core/provider";
import { capabilities } from "./capabilities.ts";
import { errorFields } from "./hub/log.ts";
import { createStreamKey } from "./ingest/stream-key.ts";
import type { HeldLog } from "./relay/held-log.ts";
import type { KeptStream, RelayPort } from "./relay-port.ts";
import { checkOptions, checkTarget } from "./wanted/check-input.ts";
import { patchStored, patchStoredTarget } from "./wanted/edit-stored.ts";
import { toStream, toTarget } from "./wanted/to-model.ts";
import { streamKeyOf } from "./wanted/to-wanted.ts";
import { targetOf } from "./wanted/target-of.ts";
import { Wishes } from "./wanted/wishes.ts";

/** What the adapter is put on. */
export type NearEnd = {
  port: RelayPort;
  /** Has its host to hand back what it has stored? */
  forgets: boolean;
  /** Throws while no change can be made. */
  ready(): Promise<void>;
  /** Opens what encoders connect to. */
  open(): Promise<void>;
  close(): Promise<void>;
};

/** What it needs besides. */
export type AdapterParts = { ingestOf: (streamKey: string) => Promise<Ingest[]>; log: HeldLog };

/** The adapter half: ids, keys and the contract, over whatever keeps what is wanted. */
export function createAdapter(near: NearEnd, { ingestOf, log }: AdapterParts): ProviderAdapter {
  const { port } = near;
  const repeats = new Repeats();
  const wishes = new Wishes(port, () => near.ready());

  const addressesOf = ({ stream }: KeptStream): Promise<Ingest[]> => ingestOf(streamKeyOf(stream));
  async function readTarget(ref: TargetRef): Promise<Target> {
    const kept = await wishes.stream(ref.streamId);
    return toTarget(targetOf(kept.stream, ref.id), kept);
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
        const make = () => wishes.createStream(input, signal, () => ingestOf(createStreamKey()));
        const kept = await wishes.stream(await repeats.once(key, make, input));
        return { stream: toStream(kept), ingest: await addressesOf(kept) };
      },
      get: async (id) => toStream(await wishes.stream(id)),
      async list(query) {
        const { data, ...rest } = await port.list(query);
        return { data: data.map(toStream), ...rest };
      },
      async update(id, patch) {
        checkOptions(patch);
        return toStream(await wishes.edit(id, (stored) => patchStored(stored, patch)));
      },
      async end(id) {
        await wishes.stream(id);
        await port.command({ kind: "end", streamId: id });
        return toStream(await wishes.stream(id));
      },
      delete: (id) => wishes.deleteStream(id),
      getIngest: async (id) => addressesOf(await wishes.stream(id)),
      async rotateIngest(id) {
        await wishes.stream(id);
        // A key that nobody takes is not to be handed out.
        await port.taken?.();
        const ingest = await ingestOf(createStreamKey());
        return addressesOf(await wishes.edit(id, (stored) => ({ ...stored, ingest })));
      },
    },
    targets: {
      async create(streamId, input, { signal, idempotencyKey }) {
        checkTarget(input);
        const key = idempotencyKey === undefined ? undefined : `target ${streamId} ${idempotencyKey}`;
        const id = await repeats.once(key, () => wishes.createTarget(streamId, input, signal), input);
        return readTarget({ streamId, id });
      },
      get: readTarget,
      async list(streamId) {
        const kept = await wishes.stream(streamId);
        return kept.stream.targets.map((target) => toTarget(target, kept));
      },
      async update(ref, patch) {
        checkTarget(patch);
        const kept = await wishes.edit(ref.streamId, (stored) => patchStoredTarget(stored, ref.id, patch));
        return toTarget(targetOf(kept.stream, ref.id), kept);
      },
      async restart(ref) {
        await readTarget(ref);
        await port.command({ kind: "restart", streamId: ref.streamId, targetId: ref.id });
        return readTarget(ref);
      },
      async delete(ref) {
        await wishes.deleteTarget(ref);
        return {};
      },
      check: (asked) => checkTarget(asked),
    },
    subscribe: (listener) => port.subscribe(listener),
    ...(near.forgets
      ? {
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
        }
      : {}),
    async start(context) {
      if (context.log) log.readBy(context.log);
      await near.open();
    },
    close: () => near.close(),
  };
}

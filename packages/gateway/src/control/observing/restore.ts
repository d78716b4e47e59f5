import { type ProviderAdapter, isMultistreamError } from "@polycast/core";
import { beginKnown, readRegisters, withStream } from "@polycast/core/host";
import type { Restorable } from "@polycast/core/provider";
import {
  getStreamState,
  type Reader,
  type StreamRecord,
  streamsOf,
  type TargetRecord,
  targetsOf,
} from "../../store/index.ts";
import { toTimestamp } from "../clock.ts";
import { composeStream, composeTarget } from "../compose.ts";
import type { Instance } from "../providers/instances.ts";
import type { Parts } from "../parts.ts";
import { openDestination, openIngest } from "../sealed-values.ts";

type Stored = { record: StreamRecord; targets: TargetRecord[]; state: string | undefined };

/**
 * Takes up what is stored of an instance: knows its ids and what was seen last and, where the provider forgets everything at a restart, hands
 * it all back. Call it before the provider is started.
 *
 * @returns our ids of its streams.
 */
export async function restoreInstance(parts: Parts, instance: Instance): Promise<string[]> {
  const stored = await parts.store.read((reader) =>
    streamsOf(reader, instance.name).map((record) => load(reader, record)),
  );
  for (const stream of stored) register(parts, stream);
  const { adapter } = instance;
  if (adapter.restore) await instance.call((context) => handBack(parts, adapter, stored, context));
  return stored.map(({ record }) => record.id);
}

function load(reader: Reader, record: StreamRecord): Stored {
  return { record, targets: targetsOf(reader, record.id), state: getStreamState(reader, record.id) };
}

function register({ bindings, register, observer }: Parts, { record, targets, state }: Stored): void {
  const stream = composeStream(
    record,
    undefined,
    targets.map((target) => composeTarget(target, record.provider)),
  );
  const registers = state === undefined ? undefined : readRegisters(state);
  register.begin(registers ? withStream({ stream, registers }, stream) : beginKnown(stream));
  observer.resume(record.id);
  bindings.bindStream(record.id, record.provider, record.providerId);
  for (const { id, providerId, reference } of targets) {
    bindings.bindTarget({ streamId: record.id, targetId: id }, providerId, reference);
  }
}

async function handBack(
  parts: Parts,
  adapter: ProviderAdapter,
  stored: readonly Stored[],
  context: { signal: AbortSignal },
): Promise<void> {
  const restorables = stored.map((stream) => open(parts, stream)).filter((restorable) => restorable !== undefined);
  await adapter.restore?.(restorables, context);
}

/** One damaged row must not keep all the others down: its stream stays `unknown`, and the log says why. */
function open({ sealer, log }: Parts, { record, targets }: Stored): Restorable | undefined {
  try {
    return {
      id: record.providerId,
      name: record.name,
      enabled: record.enabled,
      createdAt: toTimestamp(record.createdAt),
      ...(record.reference === undefined ? {} : { reference: record.reference }),
      ...(record.metadata === undefined ? {} : { metadata: record.metadata }),
      ingest: openIngest(sealer, record),
      targets: targets.map((target) => ({
        id: target.providerId,
        name: target.name,
        enabled: target.enabled,
        rendition: target.rendition,
        destination: openDestination(sealer, target),
        createdAt: toTimestamp(target.createdAt),
        ...(target.videoOnly === undefined ? {} : { videoOnly: target.videoOnly }),
        ...(target.reference === undefined ? {} : { reference: target.reference }),
        ...(target.metadata === undefined ? {} : { metadata: target.metadata }),
      })),
    };
  } catch (error) {
    const reason = isMultistreamError(error) ? error.message : "its stored credentials are malformed";
    log("error", "a stream could not be restored", { streamId: record.id, error: reason });
    return undefined;
  }
}

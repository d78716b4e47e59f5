import { type ProviderAdapter, isMultistreamError } from "@polycast/core";
import type { Restorable } from "@polycast/core/provider";
import { type Reading, streamsOf, type TargetRecord } from "../../store/index.ts";
import type { Sealer } from "../../secrets/sealer.ts";
import { toTimestamp } from "../clock.ts";
import type { Instance } from "../providers/instances.ts";
import type { Parts } from "../parts.ts";
import { openDestination, openIngest } from "../sealed-values.ts";
import { loadRest, type StoredStream, takeUp } from "./stored-stream.ts";

/** What it works with. */
type Restoring = Pick<Parts, "store" | "bindings" | "register" | "sealer" | "log">;

/**
 * Takes up what is stored of an instance: knows its ids and what was seen last and, where the provider forgets everything
 * at a restart, hands it all back. Call it before the provider is started.
 *
 * @returns our ids of its streams.
 */
export async function restoreInstance(parts: Restoring, instance: Instance): Promise<string[]> {
  const stored = await parts.store.read(() => load(instance.name));
  for (const stream of stored) takeUp(parts, stream, false);
  const { adapter } = instance;
  if (adapter.restore) await instance.call((context) => handBack(parts, adapter, stored, context));
  return stored.map(({ record }) => record.id);
}

function* load(instance: string): Reading<StoredStream[]> {
  const stored: StoredStream[] = [];
  for (const record of yield* streamsOf(instance)) stored.push(yield* loadRest(record));
  return stored;
}

async function handBack(
  parts: Restoring,
  adapter: ProviderAdapter,
  stored: readonly StoredStream[],
  context: { signal: AbortSignal },
): Promise<void> {
  const restorables = stored.map((stream) => open(parts, stream)).filter((restorable) => restorable !== undefined);
  await adapter.restore?.(restorables, context);
}

/** One damaged row must not keep all the others down: its stream stays `unknown`, and the log says why. */
function open({ sealer, log }: Restoring, { record, targets }: StoredStream): Restorable | undefined {
  try {
    return {
      id: record.providerId,
      name: record.name,
      enabled: record.enabled,
      createdAt: toTimestamp(record.createdAt),
      ...(record.reference === undefined ? {} : { reference: record.reference }),
      ...(record.metadata === undefined ? {} : { metadata: record.metadata }),
      ingest: openIngest(sealer, record),
      targets: targets.flatMap((target) => openTarget(sealer, target) ?? []),
    };
  } catch (error) {
    const reason = isMultistreamError(error) ? error.message : "its stored credentials are malformed";
    log("error", "a stream could not be restored", { streamId: record.id, error: reason });
    return undefined;
  }
}

/** What its provider had of a target; nothing where it had none. */
function openTarget(sealer: Sealer, target: TargetRecord): Restorable["targets"][number] | undefined {
  if (target.providerId === undefined) return undefined;
  return {
    id: target.providerId,
    name: target.name,
    enabled: target.enabled,
    rendition: target.rendition,
    destination: openDestination(sealer, target),
    createdAt: toTimestamp(target.createdAt),
    ...(target.videoOnly === undefined ? {} : { videoOnly: target.videoOnly }),
    ...(target.reference === undefined ? {} : { reference: target.reference }),
    ...(target.metadata === undefined ? {} : { metadata: target.metadata }),
  };
}

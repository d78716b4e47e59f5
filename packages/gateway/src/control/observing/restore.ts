import { isMultistreamError } from "@polycast/core";
import type { Restorable } from "@polycast/core/provider";
import { loadWhole, type StreamRecord, streamsOf, type TargetRecord, type WholeStream } from "../../store/index.ts";
import type { Sealer } from "../../secrets/sealer.ts";
import { toTimestamp } from "../clock.ts";
import type { Instance } from "../providers/instances.ts";
import type { Parts } from "../parts.ts";
import { openDestination, openIngest } from "../sealed-values.ts";
import { takeUp } from "./stored-stream.ts";

/** What it works with. */
type Restoring = Pick<Parts, "store" | "bindings" | "register" | "sealer" | "log">;

/** Streams that are read at once. */
const PAGE = 500;

/**
 * Takes up what is stored of an instance: knows its ids and what was seen last and, where the provider forgets everything
 * at a restart, hands it all back. Call it before the provider is started.
 *
 * @returns our ids of its streams.
 */
export async function restoreInstance(parts: Restoring, instance: Instance): Promise<string[]> {
  const { adapter } = instance;
  const restorables: Restorable[] = [];
  const records = (await parts.store.read(() => streamsOf(instance.name))).toSorted(byId);
  for (let from = 0; from < records.length; from += PAGE) {
    const page = records.slice(from, from + PAGE);
    for (const stream of await parts.store.read(() => loadWhole(page))) {
      takeUp(parts, stream, false);
      // One that is to be gone takes no encoder any more.
      if (adapter.restore && stream.record.deletingAt === undefined) restorables.push(...open(parts, stream));
    }
  }
  if (adapter.restore) await instance.call(async (context) => adapter.restore?.(restorables, context));
  return records.map(({ id }) => id);
}

function byId(one: StreamRecord, other: StreamRecord): number {
  return one.id < other.id ? -1 : 1;
}

/** One damaged row must not keep all the others down: its stream stays `unknown`, and the log says why. */
function open({ sealer, log }: Restoring, { record, targets }: WholeStream): Restorable[] {
  try {
    const restorable: Restorable = {
      id: record.providerId,
      name: record.name,
      enabled: record.enabled,
      createdAt: toTimestamp(record.createdAt),
      ...(record.reference === undefined ? {} : { reference: record.reference }),
      ...(record.metadata === undefined ? {} : { metadata: record.metadata }),
      ingest: openIngest(sealer, record),
      targets: targets.flatMap((target) => openTarget(sealer, target) ?? []),
    };
    return [restorable];
  } catch (error) {
    const reason = isMultistreamError(error) ? error.message : "its stored credentials are malformed";
    log("error", "a stream could not be restored", { streamId: record.id, error: reason });
    return [];
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

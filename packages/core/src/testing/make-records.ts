import type { NewStream, NewTarget } from "../model/inputs.ts";
import type { Restorable } from "../contract/restorable.ts";
import type { Applies } from "../model/pending.ts";
import type { StreamRecord, TargetRecord } from "./fake-records.ts";
import type { FakeWorld } from "./fake-world.ts";
import { newWish } from "./wish.ts";

/** What is made before anything is observed of it. */
export function newTarget(
  world: FakeWorld,
  streamId: string,
  input: NewTarget,
  applies: Applies,
  id = `target-${world.nextNumber()}`,
): TargetRecord {
  world.reserve(id);
  const at = world.at();
  const status = { state: "idle", source: "assumed" } as const;
  return { id, streamId, createdAt: at, wish: newWish(input, applies, at), status };
}

/**
 * Makes a stream and its targets, and keeps them.
 *
 * @param ids of the stream and its targets, where they are not to be numbered
 */
export function newStream(
  world: FakeWorld,
  { targets, ...input }: NewStream,
  ids: { stream?: string | undefined; targets?: readonly (string | undefined)[] } = {},
): StreamRecord {
  const at = world.at();
  const number = world.nextNumber();
  const record: StreamRecord = {
    id: ids.stream ?? `stream-${number}`,
    number,
    createdAt: at,
    wish: newWish(input, "now", at),
    status: { state: input.enabled ? "idle" : "disabled", since: at, observedAt: at, source: world.source() },
    ingest: newIngest(world.name),
    targets: new Map(),
  };
  world.reserve(record.id);
  world.streams.set(record.id, record);
  for (const [index, target] of targets.entries()) {
    const made = newTarget(world, record.id, target, "now", ids.targets?.[index]);
    record.targets.set(made.id, made);
    world.settle(record, made);
  }
  return record;
}

/** Takes back what a host has stored, the oldest first. What is still here stays as it is. */
export function restoreStreams(world: FakeWorld, stored: readonly Restorable[]): void {
  for (const { id, createdAt, ingest, targets, ...stream } of stored.toSorted(byCreation)) {
    if (world.streams.has(id)) continue;
    const record = newStream(world, { ...stream, targets: [] }, { stream: id });
    record.createdAt = createdAt;
    record.ingest = ingest;
    for (const { id: targetId, createdAt: madeAt, ...target } of targets) {
      const made = { ...newTarget(world, id, target, "now", targetId), createdAt: madeAt };
      record.targets.set(made.id, made);
      world.settle(record, made);
    }
  }
}

function byCreation(a: Restorable, b: Restorable): number {
  return Date.parse(a.createdAt) - Date.parse(b.createdAt);
}

/** A key that nobody can guess. */
export function newIngest(provider: string): StreamRecord["ingest"] {
  return [
    {
      protocol: "rtmp",
      url: "rtmp://ingest.fake.example/live",
      streamKey: `${provider}-ingest-${crypto.randomUUID()}`,
    },
  ];
}

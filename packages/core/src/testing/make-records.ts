import type { NewStream, NewTarget } from "../model/inputs.ts";
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
    ingest: newIngest(),
    targets: new Map(),
  };
  world.streams.set(record.id, record);
  for (const [index, target] of targets.entries()) {
    const made = newTarget(world, record.id, target, "now", ids.targets?.[index]);
    record.targets.set(made.id, made);
    world.settle(record, made);
  }
  return record;
}

/** A key that nobody can guess. */
export function newIngest(): StreamRecord["ingest"] {
  return [
    { protocol: "rtmp", url: "rtmp://ingest.fake.example/live", streamKey: `fake-ingest-${crypto.randomUUID()}` },
  ];
}

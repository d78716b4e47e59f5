import type { Notice } from "@polycast/core";
import { getStream, notify, type StreamRecord, targetsOf, updateStream } from "../../store/index.ts";
import { toTimestamp } from "../clock.ts";
import type { Tools } from "../reconcile/run/pass.ts";
import { withColumns } from "../targets/put-wish.ts";
import { warnOf } from "./store-stream-drift.ts";

const CODE = "missing_at_provider";

/**
 * Stores and tells that a stream is not at its provider any more, once: others have deleted it there. Nobody can say then
 * what it is. It is never made again by itself, whatever the policy: its encoder would need another key.
 */
export async function storeMissing(tools: Tools, instance: string, streamId: string): Promise<void> {
  const { store, fence, clock, log, observer } = tools;
  const found = await store.read(function* () {
    const record = yield* getStream(streamId);
    return record && { record, targets: yield* targetsOf(streamId) };
  });
  if (!found || found.record.provider !== instance || found.record.deletingAt !== undefined) return;
  if (isMissing(found.record)) return;
  const now = clock.now();
  const message = `The stream is not at ${instance} any more: others have deleted it there. Delete it here, or move it to another provider.`;
  const notice: Notice = { code: CODE, message };
  const at = toTimestamp(now);
  const seen = { streamId, sequence: now * 1000, occurredAt: at, id: "missing" };
  const status = { state: "unknown", source: "poll", observedAt: at } as const;
  // The warning tells it.
  observer.learn([{ ...seen, kind: "stream", status }]);
  for (const { id: targetId } of found.targets) observer.take([{ ...seen, kind: "target", targetId, status }]);
  const hold = fence(instance);
  await store.write(function* () {
    yield* hold();
    const record = yield* getStream(streamId);
    if (!record || record.deletingAt !== undefined || isMissing(record)) return;
    const changes = { updatedAt: record.updatedAt, notices: [...record.notices, notice] };
    yield* updateStream(streamId, changes);
    yield* warnOf(tools, withColumns(record, changes), notice);
    yield* notify("state", streamId);
  });
  log("warn", "a stream is missing at its provider", { provider: instance, streamId });
}

/** Takes that back: it was read there. */
export async function storeFound({ store, fence }: Tools, instance: string, streamId: string): Promise<void> {
  const hold = fence(instance);
  await store.write(function* () {
    yield* hold();
    const record = yield* getStream(streamId);
    if (!record || !isMissing(record)) return;
    const notices = record.notices.filter(({ code }) => code !== CODE);
    yield* updateStream(streamId, { updatedAt: record.updatedAt, notices });
    yield* notify("state", streamId);
  });
}

export function isMissing({ notices }: Pick<StreamRecord, "notices">): boolean {
  return notices.some(({ code }) => code === CODE);
}

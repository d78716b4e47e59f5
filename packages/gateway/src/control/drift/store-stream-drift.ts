import type { Notice, StreamEvent } from "@polycast/core";
import { streamWish } from "@polycast/core/host";
import {
  getStream,
  notify,
  type StreamChanges,
  type StreamRecord,
  updateStream,
  type Writing,
} from "../../store/index.ts";
import { toTimestamp } from "../clock.ts";
import { appendEvents } from "../events/event-log.ts";
import type { Instance } from "../providers/instances.ts";
import type { Tools } from "../reconcile/run/pass.ts";
import { streamWorkOf } from "../reconcile/run/states.ts";
import { toStoredWork } from "../reconcile/run/stored-work.ts";
import { wake, withColumns } from "../targets/put-wish.ts";
import { type DriftPolicy, driftNotice } from "./drift-policy.ts";
import type { StreamDrift } from "./find-stream-drift.ts";

/**
 * Stores what others have made of a stream itself, as `storeDrift` does of a target.
 *
 * @param about.stored what its row said that the provider has accepted: by that it was compared
 */
export async function storeStreamDrift(
  tools: Tools & { policy: DriftPolicy },
  about: { instance: Instance; streamId: string; stored: string | undefined; drift: StreamDrift },
): Promise<void> {
  const { store, fence, register, views, clock, log, policy } = tools;
  const { instance, streamId, stored, drift } = about;
  const hold = fence(instance.name);
  const now = clock.now();
  const isOver = drift.differences.length === 0;
  const isPutBack = !isOver && policy === "enforce";
  const notice = driftNotice("stream", instance.name, drift.differences, policy);
  const after = await store.write(function* () {
    yield* hold();
    const record = yield* getStream(streamId);
    if (!record || record.accepted !== stored || streamWorkOf(record).work) return undefined;
    const others = record.notices.filter(({ code }) => code !== notice.code);
    const changes: StreamChanges = {
      updatedAt: record.updatedAt,
      accepted: JSON.stringify(drift.accepted),
      notices: isOver || isPutBack ? others : [...others, notice],
      ...(isPutBack ? { work: toStoredWork({ work: { since: now, attempts: 0 } }) } : {}),
    };
    yield* updateStream(streamId, changes);
    if (isPutBack) yield* wake(record, now);
    const next = withColumns(record, changes);
    if (!isOver) yield* warnOf(tools, next, notice);
    yield* notify("state", streamId);
    return next;
  });
  if (!after) return;
  const known = register.get(streamId);
  if (known) register.put(views.stream(after));
  log("info", "a stream was changed at its provider by others", { provider: instance.name, streamId, policy });
}

/** Tells something of a stream that is no state. @param record as it is from now on */
export function* warnOf(
  { views, clock }: Pick<Tools, "views" | "clock">,
  record: StreamRecord,
  notice: Notice,
): Writing<void> {
  const at = toTimestamp(clock.now());
  const { type: _wish, data, ...envelope } = streamWish("stream.updated", views.toldStream(record), at);
  const warning: Omit<StreamEvent, "id"> = {
    ...envelope,
    type: "stream.warning",
    source: "poll",
    data: { stream: data.stream, notice },
  };
  yield* appendEvents([warning]);
}

import type { Stream, Target } from "@polycast/core";
import { beginKnown, streamWish, targetWish } from "@polycast/core/host";
import {
  insertStream,
  insertTarget,
  notify,
  saveStreamState,
  type StreamRecord,
  type Writing,
} from "../../store/index.ts";
import { toTimestamp } from "../clock.ts";
import { composeStream, composeTarget } from "../compose.ts";
import { appendEvents } from "../events/event-log.ts";
import type { Parts } from "../parts.ts";
import type { MadeTarget } from "./pair-targets.ts";

type Tools = Pick<Parts, "bindings" | "register" | "views" | "store">;

/** A stream that was just made, or found, at its provider, with its targets. */
export type Made = {
  record: StreamRecord;
  targets: readonly MadeTarget[];
  /** What its provider says of it. */
  answer: Stream;
  /** When that was asked, milliseconds since 1970. */
  sentAt: number;
  /** What is stored in the same unit, before it; what it throws keeps all of it from being stored. */
  also?: (() => Writing<void>) | undefined;
};

/**
 * Stores it with its events, and knows its ids from then on.
 *
 * @throws MultistreamError `conflict` when it is stored already
 */
export async function writeNewStream(scope: Tools, { record, targets, answer, sentAt, also }: Made): Promise<void> {
  const { bindings, register, views } = scope;
  const composed = targets.map((made): Target => composeTarget(made.record, record.provider, made.provided));
  const known = beginKnown(composeStream(record, answer, composed), sentAt);
  const at = toTimestamp(record.updatedAt);
  // First in memory: what the events say of the states is taken from there.
  register.begin(known);
  try {
    await scope.store.write(function* () {
      if (also) yield* also();
      yield* insertStream(record);
      for (const target of targets) yield* insertTarget(target.record);
      yield* saveStreamState({ streamId: record.id, body: JSON.stringify(known.registers), at: record.updatedAt });
      yield* appendEvents([
        streamWish("stream.created", views.toldStream(record), at),
        ...targets.map((made) =>
          targetWish("target.created", views.toldTarget(record, made.record, made.provided), at, {}, record),
        ),
      ]);
      yield* notify("state", record.id);
      if (record.dueAt !== undefined) yield* notify("wanted", record.id);
    });
  } catch (error) {
    register.remove(record.id);
    throw error;
  }
  bindings.bindStream(record.id, record.provider, record.providerId);
  for (const { record: target } of targets) {
    if (target.providerId === undefined) continue;
    bindings.bindTarget({ streamId: record.id, targetId: target.id }, target.providerId, target.reference);
  }
}

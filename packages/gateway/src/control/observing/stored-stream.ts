import { beginKnown, readRegisters, withStream } from "@polycast/core/host";
import {
  getStream,
  getStreamState,
  type Reading,
  type StreamRecord,
  type TargetRecord,
  targetsOf,
} from "../../store/index.ts";
import { composeStream, composeTarget } from "../compose.ts";
import { heldTarget } from "../held-target.ts";
import type { Parts } from "../parts.ts";
import { isParked } from "../switching/switch-state.ts";
import type { Bindings } from "./bindings.ts";

/** All that is stored of a stream: the wishes, and what was seen of it. */
export type StoredStream = { record: StreamRecord; targets: TargetRecord[]; state: string | undefined };

/** Reads it; nothing when there is no such stream. */
export function* loadStream(id: string): Reading<StoredStream | undefined> {
  const record = yield* getStream(id);
  return record && (yield* loadRest(record));
}

/** Reads what is stored beside a stream's own row. */
export function* loadRest(record: StreamRecord): Reading<StoredStream> {
  return { record, targets: yield* targetsOf(record.id), state: yield* getStreamState(record.id) };
}

/**
 * Takes a stored stream up into memory, where it may be known already.
 *
 * @param keepSeen what memory has seen of it is newer than what is stored
 */
export function takeUp(
  { bindings, register }: Pick<Parts, "bindings" | "register">,
  { record, targets, state }: StoredStream,
  keepSeen: boolean,
): void {
  const known = register.get(record.id);
  const stream = composeStream(
    record,
    known,
    targets.map((target) =>
      heldTarget(composeTarget(target, record.provider, register.target(record.id, target.id)), target),
    ),
  );
  const registers = state === undefined || (known && keepSeen) ? undefined : readRegisters(state);
  if (registers) register.begin(withStream({ stream, registers }, stream));
  else if (known) register.put(stream);
  else register.begin(beginKnown(stream));
  bind(bindings, record, targets);
  if (!known || !keepSeen) bindings.park(record.id, isParked(record));
}

/** Only what is not as it was, since every change is told. */
function bind(bindings: Bindings, { id, provider, providerId }: StreamRecord, targets: readonly TargetRecord[]): void {
  const place = bindings.placeOf(id);
  if (place && (place.instance !== provider || place.providerId !== providerId)) bindings.unbindStream(id);
  if (!bindings.placeOf(id)) bindings.bindStream(id, provider, providerId);
  const bound = new Map(bindings.targetsOf(id));
  for (const target of targets) {
    const before = bound.get(target.id);
    if (target.providerId === undefined) continue;
    bound.delete(target.id);
    if (before?.providerId === target.providerId && before.reference === target.reference) continue;
    bindings.bindTarget({ streamId: id, targetId: target.id }, target.providerId, target.reference);
  }
  for (const targetId of bound.keys()) bindings.unbindTarget({ streamId: id, targetId });
}

/** Forgets a stream that is not stored any more. */
export function forget({ bindings, register }: Pick<Parts, "bindings" | "register">, streamId: string): void {
  register.remove(streamId);
  bindings.unbindStream(streamId);
}

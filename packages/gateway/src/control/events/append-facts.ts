import type { EventDraft } from "@polycast/core/host";
import { getStream, getTarget, hasAnyEvent, newId, saveStreamState, type Transaction } from "../../store/index.ts";
import { composeStream, composeTarget } from "../compose.ts";
import { appendEvents, isStreamDraft, isTargetDraft } from "./event-log.ts";
import type { FactEntry } from "./fact-queue.ts";

/** An entry whose events have got their ids, so that a repeated write can be told from another one. */
export type NumberedEntry = FactEntry & { eventIds: readonly string[] };

/** Gives the events of an entry their ids. */
export function numberEntry(entry: FactEntry): NumberedEntry {
  return { ...entry, eventIds: entry.facts.flatMap(({ drafts }) => drafts.map(() => newId("event"))) };
}

/** Are these entries in the store? They are written in one unit, so one of their events tells. */
export function isAppended(transaction: Transaction, entries: readonly NumberedEntry[]): boolean {
  const ids = entries.flatMap(({ eventIds }) => eventIds);
  return hasAnyEvent(transaction, ids);
}

/**
 * Writes an entry: its events, with the wanted state as it is stored now, since that may have changed since the
 * observation; the state of its streams; and what is to be written with it. What is deleted has no facts.
 */
export function appendEntry(transaction: Transaction, { facts, also, eventIds }: NumberedEntry, at: number): void {
  const drafts = facts.flatMap((fact) => fact.drafts);
  const events = drafts.flatMap((draft, index) => {
    const current = refresh(transaction, draft);
    const id = eventIds[index];
    return current && id !== undefined ? [{ ...current, id }] : [];
  });
  appendEvents(transaction, events);
  for (const { streamId, state } of facts) {
    if (state === undefined || !getStream(transaction, streamId)) continue;
    saveStreamState(transaction, { streamId, body: state, at });
  }
  also?.(transaction);
}

function refresh(transaction: Transaction, draft: EventDraft): EventDraft | undefined {
  if (isStreamDraft(draft)) {
    const record = getStream(transaction, draft.streamId);
    return record && { ...draft, data: { ...draft.data, stream: composeStream(record, draft.data.stream) } };
  }
  if (!isTargetDraft(draft)) return undefined;
  const record = getTarget(transaction, draft.data.target.id);
  const target = record && composeTarget(record, draft.provider, draft.data.target);
  return target && { ...draft, data: { ...draft.data, target } };
}

import type { EventDraft } from "@polycast/core/host";
import {
  getStream,
  getTarget,
  hasAnyEvent,
  newId,
  notify,
  type Reading,
  saveStreamState,
  type StreamRecord,
  type Writing,
} from "../../store/index.ts";
import type { Views } from "../views.ts";
import { appendEvents, isStreamDraft, isTargetDraft } from "./event-log.ts";
import type { Fact, FactEntry } from "./fact-queue.ts";

/** An entry whose events have got their ids, so that a repeated write can be told from another one. */
export type NumberedEntry = FactEntry & { eventIds: readonly string[] };

/** Gives the events of an entry their ids. */
export function numberEntry(entry: FactEntry): NumberedEntry {
  return { ...entry, eventIds: entry.facts.flatMap(({ drafts }) => drafts.map(() => newId("event"))) };
}

/** Are these entries in the store? They are written in one unit, so one of their events tells. */
export function isAppended(entries: readonly NumberedEntry[]): Reading<boolean> {
  return hasAnyEvent(entries.flatMap(({ eventIds }) => eventIds));
}

/**
 * Writes an entry: its events, with the wanted state as it is stored now, since that may have changed since the
 * observation; the state of its streams; and what is to be written with it. What is deleted, or was moved to another
 * provider since, has no facts.
 */
export function* appendEntry(views: Views, { facts, also, eventIds }: NumberedEntry, at: number): Writing<void> {
  const events: (EventDraft & { id: string })[] = [];
  const drafts = facts.flatMap((fact) => fact.drafts.map((draft) => ({ fact, draft })));
  for (const [index, { fact, draft }] of drafts.entries()) {
    const current = yield* refresh(views, fact, draft);
    const id = eventIds[index];
    if (current && id !== undefined) events.push({ ...current, id });
  }
  yield* appendEvents(events);
  for (const fact of facts) {
    const { streamId, state } = fact;
    if (state === undefined || !(yield* streamOf(fact))) continue;
    yield* saveStreamState({ streamId, body: state, at });
    yield* notify("state", streamId);
  }
  if (also) yield* also();
}

/** The stream of a fact; nothing where it has gone, or lives elsewhere by now. */
function* streamOf({ streamId, instance }: Fact): Reading<StreamRecord | undefined> {
  const stream = yield* getStream(streamId);
  return instance === undefined || stream?.provider === instance ? stream : undefined;
}

function* refresh(views: Views, fact: Fact, draft: EventDraft): Reading<EventDraft | undefined> {
  const stream = yield* streamOf(fact);
  if (!stream) return undefined;
  if (isStreamDraft(draft)) {
    return { ...draft, data: { ...draft.data, stream: views.toldStream(stream, draft.data.stream) } };
  }
  if (!isTargetDraft(draft)) return undefined;
  const record = yield* getTarget(draft.data.target.id);
  if (!record) return undefined;
  return { ...draft, data: { ...draft.data, target: views.toldTarget(stream, record, draft.data.target) } };
}

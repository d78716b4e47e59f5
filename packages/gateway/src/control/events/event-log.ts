import type { StreamEvent, TargetEvent } from "@polycast/core";
import type { EventDraft } from "@polycast/core/host";
import { appendEvent, enqueueDeliveries, newId, type Writing } from "../../store/index.ts";

type TargetDraft = Omit<TargetEvent, "id">;
type StreamDraft = Omit<StreamEvent, "id">;

/** Is it about a target? */
export function isTargetDraft(draft: EventDraft): draft is TargetDraft {
  return "target" in draft.data;
}

/** Is it about a stream? */
export function isStreamDraft(draft: EventDraft): draft is StreamDraft {
  return "stream" in draft.data;
}

/** The id of the stream or target that an event is about. */
export function subjectOf(draft: EventDraft): string {
  return isTargetDraft(draft) ? draft.data.target.id : draft.streamId;
}

/**
 * Appends events in the unit that makes them true, and puts them into the queues of those who are sent them. Their
 * `sequence` is their place in the log, so that it grows per target also across restarts.
 */
export function* appendEvents(drafts: readonly (EventDraft & { id?: string })[]): Writing<void> {
  for (const draft of drafts) {
    const event = { ...draft, id: draft.id ?? newId("event") };
    yield* enqueueDeliveries(yield* appendEvent(event), event);
  }
}

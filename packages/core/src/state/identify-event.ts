import type { Event } from "../model/event.ts";
import type { EventDraft } from "./facts-between.ts";

/** Gives an event its id. */
export function identifyEvent(event: EventDraft): Event {
  return { ...event, id: crypto.randomUUID() };
}

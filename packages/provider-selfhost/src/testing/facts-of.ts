import type { Event } from "@polycast/core";

/** The events that say what was observed of a stream or a target, without those that say what was asked for. */
export function factsOf(events: readonly Event[], id: string): Event[] {
  return events.filter((event) => idOf(event) === id && isFact(event));
}

/** What an event is about. */
export function idOf({ data }: Event): string {
  return "target" in data ? data.target.id : data.stream.id;
}

/** The second word of its type: `live`, `retrying`, `ended`. */
export function stateOf({ type }: Event): string {
  return type.slice(type.indexOf(".") + 1);
}

function isFact({ type }: Event): boolean {
  return !/\.(?:created|updated|deleted|warning|change_\w+)$/u.test(type);
}

import type { Event } from "@polycast/core";

/** No event twice, none twice for one cause, and the sequence of each thing grows. */
export function checkEvents(events: readonly Event[]): string[] {
  const violations: string[] = [];
  const ids = new Set<string>();
  const causes = new Map<string, Event>();
  const sequences = new Map<string, number>();
  for (const event of events) {
    if (ids.has(event.id)) violations.push(`the event ${event.id} is in the log twice`);
    ids.add(event.id);
    const subject = "target" in event.data ? event.data.target.id : event.streamId;
    if (event.source === "webhook" || event.source === "assumed") {
      // Two things that a provider says of one thing at one moment never lead to the same state.
      const cause = `${subject} ${event.type} ${event.occurredAt}`;
      if (causes.has(cause)) violations.push(`twice in the log: ${cause}`);
      causes.set(cause, event);
    }
    const sequence = event.sequence ?? -1;
    if (sequence <= (sequences.get(subject) ?? -1)) violations.push(`the sequence of ${subject} does not grow`);
    sequences.set(subject, sequence);
  }
  return violations;
}

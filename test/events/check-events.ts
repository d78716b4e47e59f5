import type { Event } from "@polycast/core";

/** No event twice, none twice for one cause, and the sequence of each thing grows. */
export function checkEvents(events: readonly Event[]): string[] {
  const violations: string[] = [];
  const ids = new Set<string>();
  const causes = new Map<string, Event>();
  const latest = new Map<string, Event>();
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
    const before = latest.get(subject);
    if ((event.sequence ?? -1) <= (before?.sequence ?? -1)) {
      const steps = [before, event].map((step) => `${step?.type} (${step?.source}, ${step?.sequence})`);
      violations.push(`the sequence of ${subject} does not grow: ${steps.join(", ")}`);
    }
    latest.set(subject, event);
  }
  return violations;
}

import type { InboxPosition } from "../store/index.ts";

/** Where the looks at what is parked stand, by instance, since something new was bound there. */
export type ParkedWalks = {
  /** Something new was bound: walk over all that came since this time, once more if a walk is under way. */
  begin(instance: string, since: number): void;
  /** How often something was bound. What changes between a look and its end makes the look worthless. */
  generation(instance: string): number;
  /** The walks under way, and what comes next in each. */
  all(): [instance: string, after: InboxPosition][];
  /** It has come so far; absent: to the end. */
  moved(instance: string, to: InboxPosition | undefined): void;
};

/** Makes it, with nothing under way. */
export function createParkedWalks(): ParkedWalks {
  const generations = new Map<string, number>();
  const walks = new Map<string, { after: InboxPosition; next?: InboxPosition }>();
  return {
    generation: (instance) => generations.get(instance) ?? 0,
    begin(instance, since) {
      generations.set(instance, (generations.get(instance) ?? 0) + 1);
      const start = { receivedAt: since, id: "" };
      const walk = walks.get(instance);
      // To begin anew each time would never come to the end while many things are made.
      walks.set(instance, walk ? { after: walk.after, next: start } : { after: start });
    },
    all: () => [...walks].map(([instance, { after }]) => [instance, after]),
    moved(instance, to) {
      const next = walks.get(instance)?.next;
      if (to) walks.set(instance, { after: to, ...(next ? { next } : {}) });
      else if (next) walks.set(instance, { after: next });
      else walks.delete(instance);
    },
  };
}

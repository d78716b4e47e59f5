import type { ServedEndpoint } from "../store/index.ts";
import type { OutboxLimits } from "./limits.ts";

/** Shares the attempts that may run at a time out among the endpoints, so that none can take them from another. */
export type Slots = {
  /** Takes one. @returns what gives it back */
  take(endpointId: string): () => void;
  /** Offers every endpoint what it may have besides, each time beginning with another one. */
  share(endpoints: readonly ServedEndpoint[]): Iterable<Offer>;
};

/** Slots that an endpoint may take. */
export type Offer = {
  endpointId: string;
  /** At least 1. */
  slots: number;
  /** Says how many of them it will take, before the next offer is made. */
  accept(count: number): void;
};

type Limits = Pick<OutboxLimits, "maxRunning" | "maxRunningPerEndpoint">;

/**
 * An endpoint that fails gets one slot, and all that fail together at most half of them: however many endpoints hang,
 * the healthy ones have room.
 */
export function createSlots({ maxRunning, maxRunningPerEndpoint }: Limits): Slots {
  const taken = new Map<string, number>();
  const maxFailing = Math.max(1, Math.floor(maxRunning / 2));
  let turn = 0;

  return {
    take(endpointId) {
      taken.set(endpointId, (taken.get(endpointId) ?? 0) + 1);
      return () => {
        const left = (taken.get(endpointId) ?? 0) - 1;
        if (left > 0) taken.set(endpointId, left);
        else taken.delete(endpointId);
      };
    },
    *share(endpoints) {
      const failing = new Set(endpoints.filter((endpoint) => endpoint.failing).map(({ id }) => id));
      let room = maxRunning;
      let roomForFailing = maxFailing;
      for (const [id, count] of taken) {
        room -= count;
        if (failing.has(id)) roomForFailing -= count;
      }
      turn += 1;
      const first = turn % Math.max(1, endpoints.length);
      for (const { id } of [...endpoints.slice(first), ...endpoints.slice(0, first)]) {
        const most = (failing.has(id) ? 1 : maxRunningPerEndpoint) - (taken.get(id) ?? 0);
        const slots = Math.min(most, room, failing.has(id) ? roomForFailing : room);
        if (slots <= 0) continue;
        const accept = (count: number): void => {
          room -= count;
          if (failing.has(id)) roomForFailing -= count;
        };
        yield { endpointId: id, slots, accept };
      }
    },
  };
}

import { describeError } from "../log/describe-error.ts";
import { listLeases } from "../store/index.ts";
import { type RelayNumber, readNumbers } from "./relay-body.ts";
import { RELAY_LEASES } from "./relay-lease.ts";
import type { RelayParts } from "./relay-parts.ts";

/** A relay says its numbers anew every 3 s. */
const FRESH_MS = 3_000;

/** The numbers of a target, as a status has them. */
export type TargetCounters = Pick<RelayNumber, "bytesSent" | "bitrateBps" | "lastByteAt">;

/** What all relays say about their targets, for the answers of a gateway. */
export type RelayNumbers = {
  /** The newest that are in memory; undefined: none. Asking makes them newer for the next one. */
  of(streamId: string, targetId: string): TargetCounters | undefined;
  /** Reads them now; never throws. */
  refresh(): Promise<void>;
};

/** Reads the numbers while somebody asks for them, at most every 3 s: one query, whatever the number of targets. */
export function createRelayNumbers({ store, clock, log }: Omit<RelayParts, "id" | "instance">): RelayNumbers {
  let numbers = new Map<string, TargetCounters>();
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  const read = async (): Promise<void> => {
    readAt = clock.now();
    try {
      const leases = await store.read(() => listLeases(RELAY_LEASES));
      const wall = clock.wall();
      const fresh = new Map<string, TargetCounters>();
      for (const { body, expiresAt } of leases) {
        // What a relay says is worth as much as its lease.
        if (body === undefined || expiresAt <= wall) continue;
        for (const { streamId, id, ...counters } of readNumbers(body)) fresh.set(`${streamId}/${id}`, counters);
      }
      numbers = fresh;
    } catch (error) {
      numbers = new Map();
      log("debug", "the relays' numbers could not be read", { error: describeError(error) });
    }
  };

  const refresh = (): Promise<void> => (reading ??= read().finally(() => (reading = undefined)));

  return {
    of(streamId, targetId) {
      if (clock.now() - readAt >= FRESH_MS) void refresh();
      return numbers.get(`${streamId}/${targetId}`);
    },
    refresh,
  };
}

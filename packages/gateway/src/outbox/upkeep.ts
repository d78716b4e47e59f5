import { describeError } from "../log/describe-error.ts";
import {
  allEndpoints,
  deleteExpiredSigningSecrets,
  type DeliveryRetention,
  overflowedSince,
  trimDeliveries,
} from "../store/index.ts";
import { cancelAllPending } from "./cancel-all-pending.ts";
import type { OutboxParts } from "./outbox-parts.ts";

/** Cleans up behind the outbox. */
export type Upkeep = { start(): void; close(): Promise<void> };

/**
 * Now and then deletes settled deliveries and secrets that are past their time, cancels what a disabled endpoint still
 * has pending, and says in the log when deliveries have given way to newer ones. Every process on a store does so: what
 * one of them has taken away the others do not find, and each says it in its own log.
 */
export function createUpkeep(parts: OutboxParts): Upkeep {
  const { store, clock, log, limits } = parts;
  let closed = false;
  let cleaning: Promise<void> | undefined;
  let stopTimer: (() => void) | undefined;
  let seen: number | undefined;

  const clean = async (): Promise<void> => {
    try {
      await cleanAll();
    } catch (error) {
      log("warn", "the outbox could not be cleaned up", { error: describeError(error) });
    }
    cleaning = undefined;
    if (!closed) stopTimer = clock.after(limits.upkeepMs, begin);
  };

  const begin = (): void => {
    cleaning = clean();
  };

  const cleanAll = async (): Promise<void> => {
    const { maxSettled, maxAttempts, keepMs } = limits;
    await tellOverflow();
    await store.write(() => deleteExpiredSigningSecrets(clock.now()));
    const endpoints = await store.read(() => allEndpoints());
    for (const { id, enabled } of endpoints) if (!enabled) await cancelAllPending(parts, id);
    const retention: DeliveryRetention = { settledAfter: clock.now() - keepMs, maxSettled, maxAttempts };
    const trim = (): Promise<number> => store.write(() => trimDeliveries(retention));
    while ((await trim()) > 0) if (isClosed()) return;
  };

  const isClosed = (): boolean => closed;

  const tellOverflow = async (): Promise<void> => {
    const after = seen;
    const { position, count } = await store.read(() => overflowedSince(after));
    seen = position;
    if (count > 0) log("warn", "pending deliveries gave way to newer ones: an endpoint takes too little", { count });
  };

  return {
    start: begin,
    async close() {
      closed = true;
      stopTimer?.();
      await cleaning;
    },
  };
}

import { isMultistreamError } from "@polycast/core";
import type { Pool } from "pg";
import type { Listeners } from "../listeners.ts";
import type { Store } from "../store.ts";
import { storeUnavailable } from "../store-error.ts";
import { PostgresFailure, toStoreError } from "./failure.ts";
import type { Hearing } from "./hearing.ts";
import type { PostgresLimits } from "./limits.ts";
import type { Listening } from "./listening.ts";
import { readUnit } from "./read-unit.ts";
import { createTurns } from "./turns.ts";
import { writeUnit } from "./write-unit.ts";

/** Milliseconds for which a write that failed, or after which a lost connection, tells against the store. */
const UNHEALTHY_MS = 5000;

/** What a store on PostgreSQL is made of. */
export type PostgresParts = {
  pool: Pool;
  limits: PostgresLimits;
  listeners: Listeners;
  hearing: Hearing;
  listening: Listening;
};

/** Makes the store out of its parts, and owns them. */
export function createPostgresStore({ pool, limits, listeners, hearing, listening }: PostgresParts): Store {
  const { poolSize, maxQueued, maxWaitMs, maxRepeats } = limits;
  // Reads never wait for a connection behind the queue of writes.
  const atOnce = Math.max(1, Math.floor(poolSize / 2));
  const writes = createTurns({ atOnce, maxQueued, maxWaitMs });
  const reads = createTurns({ atOnce: Math.max(1, poolSize - atOnce), maxQueued, maxWaitMs });
  let failedAt: number | undefined;
  let closing: Promise<void> | undefined;

  const failed = (error: unknown): void => {
    if (!isMultistreamError(error, "provider_unavailable") || !(error.cause instanceof PostgresFailure)) return;
    failedAt = performance.now();
    // What waits would fail as well, one timeout after another.
    if (closing) writes.giveUp();
  };

  const closeAll = async (): Promise<void> => {
    hearing.close();
    await Promise.all([writes.close(), reads.close(), listening.close()]);
    await pool.end();
  };

  return {
    exclusive: false,
    write: (unit) =>
      writes.take(async () => {
        try {
          const value = await writeUnit(pool, unit, maxRepeats);
          failedAt = undefined;
          return value;
        } catch (thrown) {
          const error = toStoreError(thrown);
          failed(error);
          throw error;
        }
      }),
    async read(unit) {
      if (closing) throw storeUnavailable("The store is closed.");
      return reads.take(() =>
        readUnit(pool, unit).catch((error: unknown) => {
          throw toStoreError(error);
        }),
      );
    },
    listen: (channel, listener) => listeners.add(channel, listener),
    healthy: () =>
      closing === undefined &&
      writes.waiting() <= maxQueued / 2 &&
      listening.lostForMs() < UNHEALTHY_MS &&
      (failedAt === undefined || performance.now() - failedAt >= UNHEALTHY_MS),
    close: () => (closing ??= closeAll()),
  };
}

import type { Transaction } from "./access.ts";
import type { Connection } from "./connection.ts";
import { runInSavepoint } from "./savepoint.ts";
import { storeUnavailable, toStoreError } from "./store-error.ts";

export type WriterOptions = {
  /** Units that may wait; one more is refused. Default 5000. */
  maxQueued?: number;
  /** Units per commit. Default 256. */
  maxBatch?: number;
  /** Milliseconds after which no further unit joins a commit, because the thread does nothing else meanwhile. Default 20. */
  maxBatchMs?: number;
  /** Milliseconds from any origin. Default: the monotonic clock. */
  clock?: () => number;
};

/** Writes units of work in the order they came, many to a commit. */
export type Writer = {
  write<T>(unit: (transaction: Transaction) => T): Promise<T>;
  /** False for five seconds after a commit failed, and while the queue is over half full. */
  healthy(): boolean;
  /** Writes all that waits and refuses what comes after. The connection stays open. */
  close(): void;
};

const UNHEALTHY_MS = 5000;

/** `run` does the work and returns how to tell the caller, for after the commit. */
type Job = { run(): () => void; reject(error: unknown): void };

/**
 * Group commit: the units that were asked for in one turn of the event loop run in one transaction, each in a
 * savepoint, and are answered after COMMIT. One fsync then serves them all, and no unit waits for anything in between,
 * so the lock is held only as long as the queries take.
 */
export function createWriter(connection: Connection, options: WriterOptions = {}): Writer {
  const { maxQueued = 5000, maxBatch = 256, maxBatchMs = 20, clock = () => performance.now() } = options;
  let queue: Job[] = [];
  let scheduled = false;
  let closed = false;
  let failedAt: number | undefined;

  const schedule = (): void => {
    if (scheduled || queue.length === 0) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      flush();
      schedule();
    });
  };

  const flush = (): void => {
    const deadline = clock() + maxBatchMs;
    const batch = queue.slice(0, maxBatch);
    const answers: (() => void)[] = [];
    try {
      // Still open from a commit that failed.
      if (connection.inTransaction()) connection.exec("ROLLBACK");
      connection.exec("BEGIN IMMEDIATE");
    } catch (error) {
      return fail(batch, toStoreError(error));
    }
    for (const job of batch) {
      answers.push(answerOf(job));
      if (!connection.inTransaction()) return fail(batch, storeUnavailable("The store undid the whole transaction."));
      if (clock() >= deadline) break;
    }
    const done = batch.slice(0, answers.length);
    try {
      connection.exec("COMMIT");
    } catch (error) {
      // It may have reached the disk all the same.
      return fail(done, storeUnavailable("The store could not commit.", { cause: error, outcome: "unknown" }));
    }
    failedAt = undefined;
    queue = queue.slice(done.length);
    for (const answer of answers) answer();
  };

  const answerOf = (job: Job): (() => void) => {
    try {
      return job.run();
    } catch (error) {
      return () => job.reject(toStoreError(error));
    }
  };

  const fail = (jobs: Job[], error: unknown): void => {
    failedAt = clock();
    queue = queue.slice(jobs.length);
    for (const job of jobs) job.reject(error);
  };

  return {
    write<T>(unit: (transaction: Transaction) => T): Promise<T> {
      if (closed) return Promise.reject(storeUnavailable("The store is closed."));
      if (queue.length >= maxQueued) return Promise.reject(storeUnavailable("Too many writes are waiting."));
      return new Promise<T>((resolve, reject) => {
        const run = (): (() => void) => {
          const value = runInSavepoint(connection, unit);
          return () => resolve(value);
        };
        queue.push({ run, reject });
        schedule();
      });
    },
    healthy: () =>
      !closed && queue.length <= maxQueued / 2 && (failedAt === undefined || clock() - failedAt >= UNHEALTHY_MS),
    close() {
      closed = true;
      while (queue.length > 0) flush();
    },
  };
}

import type { Writing } from "./access.ts";
import type { Connection } from "./connection.ts";
import type { RowsWritten } from "./rows-written.ts";
import { type Notice, runInSavepoint } from "./savepoint.ts";
import { isBusy, storeUnavailable, toStoreError } from "./store-error.ts";

export type WriterOptions = {
  /** Units that may wait; one more is refused. Default 5000. */
  maxQueued?: number;
  /** Units per commit. Default 256. */
  maxBatch?: number;
  /** Milliseconds after which no further unit joins a commit, because the thread does nothing else meanwhile. Default 20. */
  maxBatchMs?: number;
  /** Milliseconds that a unit waits while another program holds the database, before it is refused. Default 2000. */
  maxBusyMs?: number;
  /** Milliseconds from any origin. Default: the monotonic clock. */
  clock?: () => number;
  /** Calls back after so many milliseconds. Default: `setTimeout`. */
  after?: (ms: number, callback: () => void) => void;
  /** Called with what a unit told, after it was committed. */
  onNotice?: (notice: Notice) => void;
  /** Called with what a unit wrote of streams and targets, after COMMIT and before anybody is answered. */
  onWritten?: (rows: RowsWritten) => void;
};

/** Writes units of work in the order they came, many to a commit. */
export type Writer = {
  write<T>(unit: () => Writing<T>): Promise<T>;
  /** False for five seconds after a commit failed, and while the queue is over half full. */
  healthy(): boolean;
  /**
   * Writes all that waits, or refuses it where another program holds the database for too long, and refuses what comes
   * after. Call it once. The connection stays open.
   */
  close(): Promise<void>;
};

const UNHEALTHY_MS = 5000;

/** Milliseconds between tries while another program holds the database. */
const BUSY_REPEAT_MS = 100;

/** What a unit has written, and how to tell its caller after the commit. */
type Ran = { written: RowsWritten; answer: () => void };
type Job = { askedAt: number; run(): Ran; reject(error: unknown): void };

const startTimer = (ms: number, callback: () => void): void => void setTimeout(callback, ms);

/**
 * Group commit: the units that were asked for in one turn of the event loop run in one transaction, each in a
 * savepoint, and are answered after COMMIT. One fsync then serves them all, and no unit waits for anything in between,
 * so the lock is held only as long as the queries take. While another program holds the database, the units stay in
 * the queue and the event loop stays free.
 */
export function createWriter(connection: Connection, options: WriterOptions = {}): Writer {
  const { maxQueued = 5000, maxBatch = 256, maxBatchMs = 20, maxBusyMs = 2000 } = options;
  const { clock = () => performance.now(), after = startTimer, onNotice, onWritten } = options;
  let queue: Job[] = [];
  let scheduled = false;
  let closed = false;
  let failedAt: number | undefined;
  let busySince: number | undefined;
  let onDrained: (() => void) | undefined;

  const schedule = (): void => {
    if (scheduled || queue.length === 0) return;
    scheduled = true;
    if (busySince === undefined) setImmediate(flushAndGoOn);
    else after(BUSY_REPEAT_MS, flushAndGoOn);
  };

  const flushAndGoOn = (): void => {
    scheduled = false;
    if (queue.length > 0) flush();
    if (queue.length === 0) onDrained?.();
    schedule();
  };

  const flush = (): void => {
    const deadline = clock() + maxBatchMs;
    const batch = queue.slice(0, maxBatch);
    const ran: Ran[] = [];
    try {
      // Still open from a commit that failed.
      if (connection.inTransaction()) connection.exec("ROLLBACK");
      connection.exec("BEGIN IMMEDIATE");
    } catch (error) {
      return isBusy(error) ? keepWaiting(error) : fail(batch, toStoreError(error));
    }
    busySince = undefined;
    for (const job of batch) {
      ran.push(runJob(job));
      if (!connection.inTransaction()) return fail(batch, storeUnavailable("The store undid the whole transaction."));
      if (clock() >= deadline) break;
    }
    const done = batch.slice(0, ran.length);
    try {
      connection.exec("COMMIT");
    } catch (error) {
      // It may have reached the disk all the same.
      tellWritten(ran);
      return fail(done, storeUnavailable("The store could not commit.", { cause: error, outcome: "unknown" }));
    }
    tellWritten(ran);
    failedAt = undefined;
    queue = queue.slice(done.length);
    for (const { answer } of ran) answer();
  };

  /** Nobody reads between the commit and this, and nobody has been answered. */
  const tellWritten = (ran: readonly Ran[]): void => {
    for (const { written } of ran) if (written === "all" || written.length > 0) onWritten?.(written);
  };

  const canTry = (): boolean => queue.length > 0 && busySince === undefined;

  const runJob = (job: Job): Ran => {
    try {
      return job.run();
    } catch (error) {
      return { written: [], answer: () => job.reject(toStoreError(error)) };
    }
  };

  /** Nothing has run yet, so all stay where they are, except who has waited for too long. */
  const keepWaiting = (error: unknown): void => {
    const now = clock();
    const since = (busySince ??= now);
    const inTime = queue.findIndex(({ askedAt }) => now - Math.max(askedAt, since) < maxBusyMs);
    const late = inTime === -1 ? queue : queue.slice(0, inTime);
    if (late.length > 0) fail(late, toStoreError(error));
    // The next to come tries at once.
    if (queue.length === 0) busySince = undefined;
  };

  const fail = (jobs: Job[], error: unknown): void => {
    failedAt = clock();
    queue = queue.slice(jobs.length);
    for (const job of jobs) job.reject(error);
  };

  return {
    write<T>(unit: () => Writing<T>): Promise<T> {
      if (closed) return Promise.reject(storeUnavailable("The store is closed."));
      if (queue.length >= maxQueued) return Promise.reject(storeUnavailable("Too many writes are waiting."));
      return new Promise<T>((resolve, reject) => {
        const run = (): Ran => {
          const { value, notices, written } = runInSavepoint(connection, unit);
          const answer = (): void => {
            resolve(value);
            for (const notice of notices) onNotice?.(notice);
          };
          return { written, answer };
        };
        queue.push({ askedAt: clock(), run, reject });
        schedule();
      });
    },
    healthy: () =>
      !closed && queue.length <= maxQueued / 2 && (failedAt === undefined || clock() - failedAt >= UNHEALTHY_MS),
    close() {
      closed = true;
      while (canTry()) flush();
      if (queue.length === 0) return Promise.resolve();
      return new Promise((resolve) => {
        onDrained = resolve;
      });
    },
  };
}

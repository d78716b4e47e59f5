import { isMultistreamError } from "@polycast/core";
import { type Log, newestOfEach } from "@polycast/core/provider";
import { describeError } from "../../log/describe-error.ts";
import { appendReport, type Store, trimReports } from "../../store/index.ts";
import type { Clock } from "../clock.ts";
import { type Reported, writeReport } from "./report-body.ts";

/** What a reporter works with. */
export type ReporterOptions = {
  store: Store;
  instance: string;
  /** Who reports, e.g. `gateway:<id>`. */
  source: string;
  clock: Clock;
  log: Log;
  /** Of what waits for the store; beyond that the newest of each thing is kept. Default 1000. */
  maxWaiting?: number;
};

/** Leaves what this process has seen for the one that observes the instance, in its order. */
export type Reporter = {
  add(item: Reported): void;
  /** Writes what waits, once; what the store does not take then is lost. */
  close(): Promise<void>;
};

/** Items in one report. */
const MAX_ITEMS = 200;
const RETRY_MS = 1000;
/** Reports of an instance that wait for its observer; older ones give way. Looked at after each `TRIM_EVERY`. */
const KEEP = 10_000;
const TRIM_EVERY = 200;

/** Makes a reporter. Adding never waits; what was written twice because a commit was in doubt does no harm. */
export function createReporter(options: ReporterOptions): Reporter {
  const { store, instance, source, clock, log, maxWaiting = 1000 } = options;
  let waiting: Reported[] = [];
  let written = 0;
  let running: Promise<void> | undefined;
  let cancelRetry: (() => void) | undefined;
  let closed = false;

  const writeOne = async (): Promise<void> => {
    const items = waiting.slice(0, MAX_ITEMS);
    waiting = waiting.slice(MAX_ITEMS);
    try {
      const report = { instance, source, body: writeReport(items), createdAt: clock.now() };
      await store.write(() => appendReport(report));
    } catch (error) {
      if (isMultistreamError(error) && !error.retryable) {
        log("error", "a report could not be stored and is lost", { provider: instance, error: describeError(error) });
        return;
      }
      waiting = [...items, ...waiting];
      throw error;
    }
    written += 1;
    if (written % TRIM_EVERY === 0) await store.write(() => trimReports(instance, KEEP, TRIM_EVERY * 2));
  };

  const run = async (): Promise<void> => {
    try {
      // What is said in the same moment goes into one report.
      await Promise.resolve();
      while (waiting.length > 0) await writeOne();
    } catch (error) {
      log("warn", "reports could not be stored and wait", { provider: instance, error: describeError(error) });
      if (!closed) cancelRetry = clock.after(RETRY_MS, pump);
    } finally {
      running = undefined;
    }
  };

  const pump = (): void => {
    cancelRetry?.();
    cancelRetry = undefined;
    running ??= run();
  };

  return {
    add(item) {
      if (closed) return;
      waiting.push(item);
      if (waiting.length > maxWaiting) waiting = newestOfEach(waiting).slice(-maxWaiting);
      if (!cancelRetry) pump();
    },
    async close() {
      closed = true;
      await running;
      if (waiting.length > 0) pump();
      await running;
      cancelRetry?.();
    },
  };
}

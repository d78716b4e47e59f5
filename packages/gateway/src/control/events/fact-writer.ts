import { isMultistreamError, MultistreamError } from "@polycast/core";
import type { Log } from "@polycast/core/provider";
import { describeError } from "../../log/describe-error.ts";
import type { Store, Transaction } from "../../store/index.ts";
import { appendEntry, isAppended, numberEntry, type NumberedEntry } from "./append-facts.ts";
import type { Clock } from "../clock.ts";
import { createFactQueue, type Fact } from "./fact-queue.ts";

/** What a writer of facts works with. */
export type FactWriterOptions = {
  store: Store;
  clock: Clock;
  log: Log;
  /** Called after events were stored. */
  onStored: () => void;
  /** Facts that wait one by one; of more than that only the newest per stream and target is kept. Default 2000. */
  maxQueued?: number;
};

/**
 * Puts what was observed into the store, however slow that is: events and the state that they lead to in one unit, in
 * the order in which it came.
 */
export type FactWriter = {
  /** May be merged with later ones of the same stream while the store is slow. */
  add(fact: Fact): void;
  /**
   * Writes these together with `also`, in one unit, and resolves after COMMIT; repeated while the store fails, so `also`
   * must bear to run again. Never merged; what is deleted is left out, and `also` runs all the same.
   *
   * @throws what `also` throws: the facts are then written without it; MultistreamError `provider_unavailable` when this
   * closes before it is stored
   */
  write(facts: readonly Fact[], also: (transaction: Transaction) => void): Promise<void>;
  /** Is there no room for another `write`? */
  full(): boolean;
  /** Writes what waits, once; what the store does not take then is lost. */
  close(): Promise<void>;
};

const MAX_BATCH = 200;
const RETRY_MS = 1000;
/** Of `write`, at a time. */
const MAX_WRITES = 1000;

/** Makes the writer of facts. Observing never waits for it. */
export function createFactWriter(options: FactWriterOptions): FactWriter {
  const { store, clock, log, onStored, maxQueued = 2000 } = options;
  const queue = createFactQueue(maxQueued);
  /** What is being written; it stays the same until it is stored. */
  let batch: NumberedEntry[] = [];
  /** Its last commit failed so that it may be stored all the same. */
  let inDoubt = false;
  let writes = 0;
  let writing: Promise<void> | undefined;
  let resume: (() => void) | undefined;
  let closed = false;

  const pump = (): void => {
    if (writing || resume || closed || waiting() === 0) return;
    writing = drain();
  };

  const drain = async (): Promise<void> => {
    try {
      for (;;) {
        if (batch.length === 0) batch = queue.take(MAX_BATCH).map(numberEntry);
        if (batch.length === 0 || !(await storeBatch())) return;
      }
    } finally {
      // At once: what is added from here on starts the next.
      writing = undefined;
    }
  };

  /** Stores the batch, or what is left of it. Answers false when the store has to be waited for. */
  const storeBatch = async (): Promise<boolean> => {
    const at: { entry?: NumberedEntry } = {};
    try {
      await store.write((transaction) => {
        if (inDoubt && isAppended(transaction, batch)) return;
        const now = clock.now();
        for (const entry of batch) {
          at.entry = entry;
          appendEntry(transaction, entry, now);
        }
        delete at.entry;
      });
    } catch (error) {
      if (!at.entry || isMultistreamError(error, "provider_unavailable")) return waitAfter(error);
      strike(at.entry, error);
      return true;
    }
    const stored = batch;
    batch = [];
    inDoubt = false;
    for (const { settle } of stored) settle?.();
    onStored();
    return true;
  };

  /** One that can never be stored must not hold up all the others. */
  const strike = (culprit: NumberedEntry, error: unknown): void => {
    const { also: _failed, settle, ...rest } = culprit;
    settle?.(error);
    if (!culprit.also) {
      const streams = culprit.facts.map(({ streamId }) => streamId).join(", ");
      log("error", "events could not be stored and are lost", { streams, error: describeError(error) });
    }
    batch = batch.flatMap((entry) => (entry !== culprit ? [entry] : culprit.also ? [rest] : []));
  };

  const waitAfter = (error: unknown): false => {
    inDoubt ||= isMultistreamError(error) && error.outcome === "unknown";
    log("warn", "events could not be stored and wait", { waiting: waiting(), error: describeError(error) });
    const cancel = clock.after(RETRY_MS, () => resume?.());
    resume = () => {
      cancel();
      resume = undefined;
      pump();
    };
    return false;
  };

  const waiting = (): number => batch.length + queue.length();

  return {
    add(fact) {
      queue.add(fact);
      pump();
    },
    write(facts, also) {
      if (closed) return Promise.reject(unwritten());
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      writes += 1;
      const settle = (error?: unknown): void => {
        writes -= 1;
        if (error === undefined) resolve();
        else reject(error);
      };
      queue.push({ facts, also, settle });
      pump();
      return promise;
    },
    full: () => writes >= MAX_WRITES,
    async close() {
      await writing;
      resume?.();
      pump();
      await writing;
      closed = true;
      resume?.();
      for (const { settle } of [...batch, ...queue.take(Infinity)]) settle?.(unwritten());
    },
  };
}

function unwritten(): MultistreamError {
  return new MultistreamError("provider_unavailable", "The gateway closes before this could be stored.", {
    hint: "Repeat it when the gateway is up again.",
  });
}

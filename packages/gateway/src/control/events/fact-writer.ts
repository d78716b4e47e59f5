import { isMultistreamError, MultistreamError } from "@polycast/core";
import type { Log } from "@polycast/core/provider";
import { describeError } from "../../log/describe-error.ts";
import type { Store, Writing } from "../../store/index.ts";
import { appendEntry, isAppended, numberEntry, type NumberedEntry } from "./append-facts.ts";
import type { Clock } from "../clock.ts";
import type { Fence } from "../duties/duties.ts";
import type { Views } from "../views.ts";
import { createFactQueue, type Fact } from "./fact-queue.ts";

/** What a writer of facts works with. */
export type FactWriterOptions = {
  store: Store;
  views: Views;
  clock: Clock;
  log: Log;
  /** Facts that wait one by one; of more than that only the newest per stream and target is kept. Default 2000. */
  maxQueued?: number;
  /** Called with each fence that has refused. What was behind it is dropped: others tell it now. */
  onRefused?: (fence: Fence) => void;
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
   * @param fence comes before `also`
   * @throws what `also` throws: the facts are then written without it; MultistreamError `provider_unavailable` when this
   * closes before it is stored, `conflict` when a fence has refused it
   */
  write(facts: readonly Fact[], also: () => Writing<void>, fence?: Fence): Promise<void>;
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
  const { store, views, clock, log, maxQueued = 2000, onRefused } = options;
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
    const at: { entry?: NumberedEntry; fence?: Fence } = {};
    try {
      await store.write(function* () {
        delete at.entry;
        delete at.fence;
        if (inDoubt && (yield* isAppended(batch))) return;
        for (const fence of new Set(batch.flatMap(fencesOf))) {
          at.fence = fence;
          yield* fence();
        }
        delete at.fence;
        const now = clock.now();
        for (const entry of batch) {
          at.entry = entry;
          yield* appendEntry(views, entry, now);
        }
        delete at.entry;
      });
    } catch (error) {
      if (at.fence && isMultistreamError(error, "conflict")) return refuse(at.fence, error);
      if (!at.entry || isMultistreamError(error, "provider_unavailable")) return waitAfter(error);
      strike(at.entry, error);
      return true;
    }
    const stored = batch;
    batch = [];
    inDoubt = false;
    for (const { settle } of stored) settle?.();
    return true;
  };

  /** Others tell it now, and all that comes after it in the same tenure. */
  const refuse = (fence: Fence, error: unknown): true => {
    const isBehind = (entry: NumberedEntry): boolean => fencesOf(entry).includes(fence);
    const refused = batch.filter(isBehind);
    batch = batch.filter((entry) => !isBehind(entry));
    log("info", "facts were left to another process", { facts: refused.length });
    onRefused?.(fence);
    for (const { settle } of refused) settle?.(error);
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
    write(facts, also, fence) {
      if (closed) return Promise.reject(unwritten());
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      writes += 1;
      const settle = (error?: unknown): void => {
        writes -= 1;
        if (error === undefined) resolve();
        else reject(error);
      };
      queue.push({ facts, also, settle, ...(fence ? { fence } : {}) });
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

function fencesOf({ fence, facts }: NumberedEntry): Fence[] {
  return [fence, ...facts.map((fact) => fact.fence)].filter((one) => one !== undefined);
}

function unwritten(): MultistreamError {
  return new MultistreamError("provider_unavailable", "The gateway closes before this could be stored.", {
    hint: "Repeat it when the gateway is up again.",
  });
}

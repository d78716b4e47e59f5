import { isMultistreamError } from "@polycast/core";
import type { EventDraft } from "@polycast/core/host";
import type { Log } from "@polycast/core/provider";
import { getStream, getTarget, type Store, type Transaction } from "../store/index.ts";
import type { Clock } from "./clock.ts";
import { composeStream, composeTarget } from "./compose.ts";
import { appendEvents, isStreamDraft, isTargetDraft, subjectOf } from "./event-log.ts";

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

/** Puts what was observed into the event log, however slow the store is. */
export type FactWriter = {
  add(draft: EventDraft): void;
  /** Resolves when all that was added is stored, or the store has failed with it. */
  flush(): Promise<void>;
};

const MAX_BATCH = 200;
const RETRY_MS = 1000;

/** Makes the writer of facts. Observing never waits for it. */
export function createFactWriter(options: FactWriterOptions): FactWriter {
  const { store, clock, log, onStored, maxQueued = 2000 } = options;
  let queue: EventDraft[] = [];
  /** Facts beyond the queue, one per thing; once it holds one, all that follow go here, so that their order stays. */
  const newest = new Map<string, EventDraft>();
  let writing: Promise<void> | undefined;
  let resume: (() => void) | undefined;

  const add = (draft: EventDraft): void => {
    if (queue.length < maxQueued && newest.size === 0) queue.push(draft);
    else {
      const key = keyOf(draft);
      const skipped = newest.get(key);
      newest.set(key, skipped ? since(skipped, draft) : draft);
    }
    pump();
  };

  const pump = (): void => {
    if (writing || resume) return;
    writing = drain().finally(() => {
      writing = undefined;
    });
  };

  const drain = async (): Promise<void> => {
    for (;;) {
      if (queue.length === 0) {
        queue = [...newest.values()];
        newest.clear();
      }
      const batch = queue.slice(0, MAX_BATCH);
      if (batch.length === 0) return;
      try {
        await store.write((transaction) => appendFacts(transaction, batch));
      } catch (error) {
        log("warn", "events could not be stored and wait", { waiting: queue.length, error: describe(error) });
        const cancel = clock.after(RETRY_MS, () => resume?.());
        resume = () => {
          cancel();
          resume = undefined;
          pump();
        };
        return;
      }
      queue = queue.slice(batch.length);
      onStored();
    }
  };

  return {
    add,
    async flush() {
      await writing;
      resume?.();
      pump();
      await writing;
    },
  };
}

/** With the wanted state as it is stored now: it may have changed since the observation. What is deleted has no facts. */
function appendFacts(transaction: Transaction, drafts: readonly EventDraft[]): void {
  const current = drafts.map((draft) => refresh(transaction, draft)).filter((draft) => draft !== undefined);
  appendEvents(transaction, current);
}

function refresh(transaction: Transaction, draft: EventDraft): EventDraft | undefined {
  if (isStreamDraft(draft)) {
    const record = getStream(transaction, draft.streamId);
    return record && { ...draft, data: { ...draft.data, stream: composeStream(record, draft.data.stream) } };
  }
  if (!isTargetDraft(draft)) return undefined;
  const record = getTarget(transaction, draft.data.target.id);
  const target = record && composeTarget(record, draft.provider, draft.data.target);
  return target && { ...draft, data: { ...draft.data, target } };
}

/** A warning does not take the place of a state. */
function keyOf(draft: EventDraft): string {
  return draft.type.endsWith(".warning") ? `${subjectOf(draft)} warning` : subjectOf(draft);
}

/** The newer fact, told as the change since before the older one. */
function since(older: EventDraft, newer: EventDraft): EventDraft {
  if (isTargetDraft(older) && isTargetDraft(newer)) {
    return { ...newer, data: { ...older.data, ...newer.data, ...before(older.data) } };
  }
  if (isStreamDraft(older) && isStreamDraft(newer)) {
    return { ...newer, data: { ...older.data, ...newer.data, ...before(older.data) } };
  }
  return newer;
}

function before<T>(data: { previous?: T | undefined }): { previous?: T } {
  return data.previous === undefined ? {} : { previous: data.previous };
}

function describe(error: unknown): string {
  return isMultistreamError(error) ? error.message : "unexpected";
}

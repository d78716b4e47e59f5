import { isMultistreamError, MultistreamError } from "@polycast/core";
import { describeError } from "../log/describe-error.ts";
import {
  dueItems,
  type InboxOutcome,
  type InboxRecord,
  nextDueAt,
  parkedItems,
  receivedItems,
  setInboxOutcome,
} from "../store/index.ts";
import type { Duties } from "./duties.ts";
import type { InboxOptions } from "./inbox.ts";
import type { Look, Prepared } from "./look.ts";
import { createParkedWalks } from "./parked-walks.ts";
import { parkedOutcome } from "./parking.ts";
import type { RareWarnings } from "./rare-warnings.ts";

type ProcessorOptions = Pick<InboxOptions, "store" | "clock" | "log" | "fence"> & {
  duties: Duties;
  look: Look;
  warnings: RareWarnings;
};

/**
 * Takes in what is stored for the instances that are this process's duty, in the order in which it came, and looks at
 * what is parked: when the store tells that something has come, when something is due, and now and then.
 */
export type Processor = {
  unpark(instance: string): void;
  start(): void;
  /** Resolves when the batch has ended that runs now, if any, within five seconds. */
  rest(): Promise<void>;
  /** Ends the batch that runs, within five seconds: while the store fails it has no end. */
  close(): Promise<void>;
};

const BATCH = 50;
const RETRY_MS = 1000;
const CLOSE_MS = 5000;
/** How long at most until the next look: a notice of another process may be lost. */
const MAX_SLEEP_MS = 15_000;
/**
 * Something new is looked for in what came so shortly before: a webhook may arrive before the answer to the call that
 * has made the thing. What is older waits until it is due.
 */
const RECENT_MS = 600_000;

type Why = "received" | "bound" | "due";

/** What is done at the moment, for who reads in the log that it has failed. */
type Doing = { step: Why | "looking ahead"; provider?: string; id?: string };

/** Makes a processor. */
export function createProcessor({ store, clock, log, fence, duties, look, warnings }: ProcessorOptions): Processor {
  const walks = createParkedWalks();
  let state: "new" | "open" | "closed" = "new";
  let running: Promise<void> | undefined;
  let again = false;
  let batch: Promise<number> | undefined;
  let doing: Doing = { step: "received" };
  let cancelTimer: (() => void) | undefined;
  let stopListening: (() => void) | undefined;
  /** The last batch, to see when one comes again without a reason. */
  let last: ReadonlySet<string> = new Set();

  /** Answers what is still to be written about it. */
  const takeOne = async (prepared: Prepared, why: Why): Promise<InboxOutcome | undefined> => {
    const { record } = prepared;
    const { provider, id } = record;
    const generation = walks.generation(provider);
    if (!duties.has(provider)) return undefined;
    try {
      const looked = await look.take(prepared);
      if (looked.kind === "written" || looked.kind === "elsewhere") return undefined;
      if (looked.kind === "unbound") {
        const mayBeBound = generation !== walks.generation(provider);
        if (mayBeBound) last = new Set();
        return why === "bound" || mayBeBound ? undefined : parkedOutcome(record, "unbound", clock.now());
      }
      if (looked.reason === "no_provider") return parkedOutcome(record, looked.reason, clock.now());
      warnings.warn("a webhook was put into quarantine", provider, { reason: looked.reason });
      return { state: "quarantined", settledAt: clock.now(), reason: looked.reason };
    } catch (error) {
      if (isMultistreamError(error) && error.retryable) throw error;
      // It may have failed because it is another process's by now, which will tell.
      if (!duties.has(provider)) return undefined;
      log("error", "a webhook could not be taken in", { provider, id, error: describeError(error) });
      return { state: "quarantined", settledAt: clock.now(), reason: "failed" };
    }
  };

  const takeBatch = (records: readonly InboxRecord[], why: Why): Promise<number> => (batch = takeAll(records, why));

  const takeAll = async (records: readonly InboxRecord[], why: Why): Promise<number> => {
    const fences = new Map(records.map(({ provider }) => [provider, fence?.(provider)]));
    const prepared = await Promise.all(records.map((record) => look.prepare(record)));
    if (state === "closed" || records.length === 0) return 0;
    const ended = await Promise.allSettled(prepared.map((one) => takeOne(one, why)));
    const outcomes = ended.map((end) => (end.status === "fulfilled" ? end.value : undefined));
    if (outcomes.some((outcome) => outcome !== undefined)) {
      await store.write(function* () {
        for (const own of fences.values()) if (own) yield* own();
        for (const [index, { id }] of records.entries()) {
          const outcome = outcomes[index];
          if (outcome) yield* setInboxOutcome(id, outcome);
        }
      });
    }
    for (const [index, end] of ended.entries()) {
      if (end.status === "fulfilled") continue;
      const { provider, id } = records[index] ?? {};
      doing = { step: why, ...(provider === undefined ? {} : { provider }), ...(id === undefined ? {} : { id }) };
      throw end.reason;
    }
    return records.length;
  };

  const takeReceived = async (): Promise<number> => {
    doing = { step: "received" };
    const records = await store.read(() => receivedItems(duties.others(), BATCH));
    const before = last;
    last = new Set(records.map(({ id }) => id));
    const count = await takeBatch(records, "received");
    // Whatever keeps it open must not keep the thread busy.
    if (count > 0 && records.every(({ id }) => before.has(id))) throw cameAgain();
    return count;
  };

  const takeParked = async (): Promise<number> => {
    let count = 0;
    doing = { step: "bound" };
    for (const [instance, after] of walks.all()) {
      const isOurs = duties.has(instance);
      const records = isOurs ? await store.read(() => parkedItems(instance, after, BATCH)) : [];
      count += await takeBatch(records, "bound");
      walks.moved(instance, records.length === BATCH ? records.at(-1) : undefined);
    }
    doing = { step: "due" };
    const due = await store.read(() => dueItems(duties.others(), clock.now(), BATCH));
    return count + (await takeBatch(due, "due"));
  };

  /** One after the other, until nothing is left and nothing has come meanwhile. */
  const run = async (): Promise<void> => {
    try {
      while (again) {
        again = false;
        if (state !== "open") return;
        const count = (await takeReceived()) + (await takeParked());
        if (count > 0 || walks.all().length > 0) again = true;
        else await sleepUntilDue();
      }
    } catch (error) {
      const { provider, ...about } = doing;
      warnings.warn("webhooks wait to be processed", provider, { ...about, error: describeError(error) });
      sleep(RETRY_MS);
    } finally {
      running = undefined;
    }
  };

  const sleepUntilDue = async (): Promise<void> => {
    doing = { step: "looking ahead" };
    const due = (await store.read(() => nextDueAt(duties.others()))) ?? Number.POSITIVE_INFINITY;
    sleep(Math.min(Math.max(due - clock.now(), RETRY_MS), MAX_SLEEP_MS));
  };

  const sleep = (ms: number): void => {
    cancelTimer?.();
    if (state === "open") cancelTimer = clock.after(ms, pump);
  };

  const pump = (): void => {
    again = true;
    if (state === "open") running ??= run();
  };

  const within = async (work: Promise<unknown> | undefined): Promise<void> => {
    const { promise: limit, resolve } = Promise.withResolvers<void>();
    const cancel = clock.after(CLOSE_MS, resolve);
    await Promise.race([Promise.allSettled([work]), limit]);
    cancel();
  };

  return {
    unpark(instance) {
      walks.begin(instance, clock.now() - RECENT_MS);
      pump();
    },
    start() {
      state = "open";
      stopListening = store.listen("inbox", (instance) => {
        if (!instance || duties.has(instance)) pump();
      });
      pump();
    },
    rest: () => within(batch),
    close() {
      state = "closed";
      cancelTimer?.();
      stopListening?.();
      return within(running);
    },
  };
}

function cameAgain(): MultistreamError {
  return new MultistreamError("internal", "The same webhooks came again, though they were taken in.");
}

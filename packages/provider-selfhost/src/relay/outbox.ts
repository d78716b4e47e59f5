import { type Log, newestOfEach, type Observation } from "@polycast/core/provider";
import type { LogEntry } from "./messages.ts";

/** Observations kept while the other side does not read. */
const MAX_OBSERVATIONS = 10_000;
const MAX_LOG_ENTRIES = 1_000;
/** Characters of one text in a log line; some of it comes from peers. */
const MAX_LOG_TEXT = 300;

/** What goes out in one message. */
export type Batch = { observations: Observation[]; log: LogEntry[] };

/**
 * What the relay tells, bounded: one unread batch at a time. While the other side is busy, observations gather; past the
 * bound only the newest of each thing is kept, and log lines are dropped and counted.
 */
export class Outbox {
  readonly #post: (batch: Batch) => void;
  #observations: Observation[] = [];
  #compactAbove = MAX_OBSERVATIONS;
  #log: LogEntry[] = [];
  #droppedLog = 0;
  #unread = false;
  #scheduled = false;

  constructor(post: (batch: Batch) => void) {
    this.#post = post;
  }

  observe(observation: Observation): void {
    this.#observations.push(observation);
    if (this.#observations.length > this.#compactAbove) this.#compact();
    this.#schedule();
  }

  log: Log = (level, message, fields) => {
    if (this.#log.length >= MAX_LOG_ENTRIES) this.#droppedLog++;
    else this.#log.push(fields ? [level, message, clipped(fields)] : [level, message]);
    this.#schedule();
  };

  /** The other side has read the batch. */
  read(): void {
    this.#unread = false;
    this.flush();
  }

  /** Takes out what has not been posted, to go with an answer. */
  takeObservations(): Observation[] {
    const observations = this.#observations;
    this.#observations = [];
    this.#compactAbove = MAX_OBSERVATIONS;
    return observations;
  }

  /** Posts what there is, unless a batch is still unread. */
  flush(): void {
    this.#scheduled = false;
    if (this.#unread || (this.#observations.length === 0 && this.#log.length === 0)) return;
    this.#unread = true;
    this.#post({ observations: this.takeObservations(), log: this.#takeLog() });
  }

  #takeLog(): LogEntry[] {
    const entries = this.#log;
    if (this.#droppedLog > 0) entries.push(["warn", "log lines were dropped", { count: this.#droppedLog }]);
    this.#log = [];
    this.#droppedLog = 0;
    return entries;
  }

  /** With more things than the bound, the next time is when as many have come again: the work stays linear. */
  #compact(): void {
    this.#observations = newestOfEach(this.#observations);
    this.#compactAbove = Math.max(MAX_OBSERVATIONS, this.#observations.length * 2);
  }

  /** Gathers what happens in one turn of the loop into one message. */
  #schedule(): void {
    if (this.#scheduled || this.#unread) return;
    this.#scheduled = true;
    setImmediate(() => this.flush());
  }
}

type Fields = NonNullable<LogEntry[2]>;

function clipped(fields: Fields): Fields {
  const clip = (value: Fields[string]): Fields[string] =>
    typeof value === "string" && value.length > MAX_LOG_TEXT ? `${value.slice(0, MAX_LOG_TEXT)}…` : value;
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, clip(value)]));
}

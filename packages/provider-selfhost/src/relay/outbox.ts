import type { Log, Observation } from "@polycast/core/provider";

type Envelope = { type: "observations"; observations: Observation[] } | { type: "log"; entries: Parameters<Log>[] };

/** Observations kept while the other side does not read. */
const MAX_OBSERVATIONS = 10_000;
const MAX_LOG_ENTRIES = 1_000;

/**
 * What the relay tells, bounded: one unread batch at a time. While the other side is busy, observations gather; past the
 * bound only the newest of each thing is kept, and log lines are dropped and counted.
 */
export class Outbox {
  readonly #post: (envelope: Envelope) => void;
  #observations: Observation[] = [];
  #log: Parameters<Log>[] = [];
  #droppedLog = 0;
  #unread = false;
  #scheduled = false;

  constructor(post: (envelope: Envelope) => void) {
    this.#post = post;
  }

  observe(observation: Observation): void {
    this.#observations.push(observation);
    if (this.#observations.length > MAX_OBSERVATIONS) this.#observations = newestOfEach(this.#observations);
    this.#schedule();
  }

  log: Log = (...entry) => {
    if (this.#log.length < MAX_LOG_ENTRIES) this.#log.push(entry);
    else this.#droppedLog++;
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
    return observations;
  }

  /** Posts what there is, unless a batch is still unread. */
  flush(): void {
    this.#scheduled = false;
    if (this.#unread) return;
    if (this.#log.length > 0) {
      const entries = this.#log;
      this.#log = [];
      if (this.#droppedLog > 0) entries.push(["warn", "log lines were dropped", { count: this.#droppedLog }]);
      this.#droppedLog = 0;
      this.#post({ type: "log", entries });
    }
    if (this.#observations.length === 0) return;
    this.#unread = true;
    this.#post({ type: "observations", observations: this.takeObservations() });
  }

  /** Gathers what happens in one turn of the loop into one message. */
  #schedule(): void {
    if (this.#scheduled || this.#unread) return;
    this.#scheduled = true;
    setImmediate(() => this.flush());
  }
}

function newestOfEach(observations: Observation[]): Observation[] {
  const newest = new Map<string, Observation>();
  for (const observation of observations) {
    const thing = observation.kind === "stream" ? "" : (observation.targetId ?? "");
    const key = `${observation.kind}/${observation.streamId}/${thing}`;
    newest.delete(key);
    newest.set(key, observation);
  }
  return [...newest.values()];
}

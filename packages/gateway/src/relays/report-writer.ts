import { newestOfEach, type Observation } from "@polycast/core/provider";
import { writeReport } from "../control/observing/report-body.ts";
import { describeError } from "../log/describe-error.ts";
import { appendReport, relayRevisionsOf, trimReports, type Writing } from "../store/index.ts";
import type { RelayParts } from "./relay-parts.ts";

/** Observations that wait while the store is away; past it only the newest of each thing. */
const MAX_WAITING = 10_000;
/** Observations of one report, and so of one unit of work. */
const MAX_BATCH = 500;
const RETRY_MS = 1_000;
/** Reports of an instance that nobody takes in: the oldest beyond so many go, looked at with every so manieth report. */
const KEPT_REPORTS = 10_000;
const REPORTS_PER_TRIM = 100;

/**
 * Leaves what the relay sees for the gateway that observes, in its order. What it has seen of a stream that is another
 * relay's by the store is not left: it is not for this one to say any more.
 */
export class ReportWriter {
  readonly #parts: RelayParts;
  readonly #epoch: () => number;
  #waiting: Observation[] = [];
  #writing: Promise<void> | undefined;
  #cancelRetry: (() => void) | undefined;
  #written = 0;
  #lastSequence = 0;
  #isClosed = false;

  /** @param epoch the one of the relay's lease */
  constructor(parts: RelayParts, epoch: () => number) {
    this.#parts = parts;
    this.#epoch = epoch;
  }

  /** The number of the last one. */
  get lastSequence(): number {
    return this.#lastSequence;
  }

  /** How many are not in the store yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  add(observation: Observation): void {
    this.#lastSequence = Math.max(this.#lastSequence, observation.sequence);
    this.#waiting.push(observation);
    if (this.#waiting.length > MAX_WAITING) this.#waiting = newestOfEach(this.#waiting);
    if (!this.#writing && !this.#cancelRetry) void this.#run();
  }

  /** Resolves when all of it is in the store. @throws MultistreamError when that fails now; it is tried again later */
  async flush(): Promise<void> {
    while (this.#writing || this.#waiting.length > 0) {
      this.#writing ??= this.#write().finally(() => (this.#writing = undefined));
      await this.#writing;
    }
  }

  /** Tries nothing more by itself. */
  close(): void {
    this.#isClosed = true;
    this.#cancelRetry?.();
  }

  async #run(): Promise<void> {
    const { clock, log } = this.#parts;
    this.#cancelRetry = undefined;
    try {
      await this.flush();
    } catch (error) {
      log("debug", "what the relay saw is not stored yet", { error: describeError(error) });
      if (this.#isClosed || this.#cancelRetry) return;
      this.#cancelRetry = clock.after(RETRY_MS, () => void this.#run());
    }
  }

  async #write(): Promise<void> {
    const batch = this.#waiting.splice(0, MAX_BATCH);
    const isTrimDue = this.#written % REPORTS_PER_TRIM === 0;
    try {
      await this.#parts.store.write(() => this.#append(batch, isTrimDue));
      this.#written++;
    } catch (error) {
      this.#waiting.unshift(...batch);
      throw error;
    }
  }

  *#append(batch: readonly Observation[], isTrimDue: boolean): Writing<void> {
    const { id, instance, clock } = this.#parts;
    const rows = yield* relayRevisionsOf([...new Set(batch.map(({ streamId }) => streamId))]);
    const ours = new Set(rows.filter(({ owner, released }) => owner === id && !released).map((row) => row.id));
    const told = batch.filter(({ streamId }) => ours.has(streamId));
    if (told.length === 0) return;
    const source = `relay:${id}/${this.#epoch()}`;
    yield* appendReport({ instance, source, body: writeReport(told), createdAt: clock.wall() });
    if (isTrimDue) yield* trimReports(instance, KEPT_REPORTS, REPORTS_PER_TRIM);
  }
}

import type { Notice, Observation, TargetStatus } from "@polycast/core/provider";
import type { Clock } from "../hub/clock.ts";
import type { SessionStep } from "../ingest/stream-session.ts";
import { nextSequence } from "./next-sequence.ts";

/** Settings of {@link Reporter}. */
export type ReporterOptions = {
  clock: Clock;
  /** Numbers are above it, so that a relay which is started again does not seem late, whatever its clock says. */
  firstSequence: number;
  tell: (observation: Observation) => void;
};

/** Puts what the relay sees into the model's words, and numbers it by its time. */
export class Reporter {
  readonly #clock: Clock;
  readonly #tell: (observation: Observation) => void;
  #sequence: number;

  constructor(options: ReporterOptions) {
    this.#clock = options.clock;
    this.#tell = options.tell;
    this.#sequence = options.firstSequence;
  }

  /** The last number. */
  get lastSequence(): number {
    return this.#sequence;
  }

  /** The next numbers are above this one: somebody else has counted up to it. */
  goOnAfter(sequence: number): void {
    this.#sequence = Math.max(this.#sequence, sequence);
  }

  stream(streamId: string, step: SessionStep): void {
    const occurredAt = this.#now();
    const { state, since, session, ended } = step;
    this.#tell({
      kind: "stream",
      streamId,
      sequence: this.#next(),
      occurredAt,
      status: { state, since, observedAt: occurredAt, source: "relay" },
      ...(session ? { session } : {}),
      ...(ended ? { ended } : {}),
    });
  }

  target(streamId: string, targetId: string, status: TargetStatus, sessionId: string | undefined): void {
    this.#tell({
      kind: "target",
      streamId,
      targetId,
      sequence: this.#next(),
      occurredAt: this.#now(),
      status,
      ...(sessionId === undefined ? {} : { sessionId }),
    });
  }

  /** Something worth knowing about a target that changes no state. */
  warning(streamId: string, targetId: string, notice: Notice): void {
    const occurredAt = this.#now();
    this.#tell({ kind: "warning", streamId, targetId, sequence: this.#next(), occurredAt, notice });
  }

  #next(): number {
    this.#sequence = nextSequence(this.#sequence, this.#clock.wall());
    return this.#sequence;
  }

  #now(): string {
    return new Date(this.#clock.wall()).toISOString();
  }
}

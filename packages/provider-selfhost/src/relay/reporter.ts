import type { Observation, TargetStatus, WarningObservation } from "@polycast/core/provider";
import type { Clock } from "../hub/clock.ts";
import type { SessionStep } from "../ingest/stream-session.ts";

/** Puts what the relay sees into the model's words, and numbers it. */
export class Reporter {
  readonly #clock: Clock;
  readonly #tell: (observation: Observation) => void;
  #sequence: number;

  constructor(clock: Clock, tell: (observation: Observation) => void) {
    this.#clock = clock;
    this.#tell = tell;
    // From the time of day on, so that a relay that is started again goes on above where it stopped: it tells far less
    // than one thing per millisecond.
    this.#sequence = clock.wall();
  }

  stream(streamId: string, step: SessionStep): void {
    const occurredAt = this.#now();
    const { state, since, session, ended } = step;
    this.#tell({
      kind: "stream",
      streamId,
      sequence: ++this.#sequence,
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
      sequence: ++this.#sequence,
      occurredAt: this.#now(),
      status,
      ...(sessionId === undefined ? {} : { sessionId }),
    });
  }

  warning(streamId: string, targetId: string | undefined, notice: WarningObservation["notice"]): void {
    this.#tell({
      kind: "warning",
      streamId,
      ...(targetId === undefined ? {} : { targetId }),
      sequence: ++this.#sequence,
      occurredAt: this.#now(),
      notice,
    });
  }

  #now(): string {
    return new Date(this.#clock.wall()).toISOString();
  }
}

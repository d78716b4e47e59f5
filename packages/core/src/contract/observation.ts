import type { Session, StreamStatus } from "../model/stream.ts";
import type { TargetStatus } from "../model/target-status.ts";
import type { Notice } from "../model/notice.ts";
import type { Timestamp } from "../model/common.ts";

type Seen = {
  /** The provider's own stream id. */
  streamId: string;
  /**
   * Where it stands in time, by the clock of who saw it: microseconds since 1970. The one with the greatest holds, in
   * whatever order they arrive. A source that sees every step itself (the relay) may count on within a microsecond.
   */
  sequence: number;
  /**
   * Which of two with the same `sequence` comes later in the natural course of things; the greater holds. Default: by the
   * state, e.g. `live` comes after `connecting`.
   */
  rank?: number;
  /** The provider's own id of what was said: the same for every delivery. Breaks the last tie. */
  id?: string;
  occurredAt: Timestamp;
};

/** The stream's state as the provider tells it. `ended`: with this, the session is over. */
export type StreamObservation = Seen & {
  kind: "stream";
  status: StreamStatus;
  session?: Session;
  ended?: boolean;
};

/**
 * A target's state as the provider tells it. An `unknown` that is `assumed` says that nobody can tell: it takes the place
 * of `idle` and `disabled`, and of what was seen before the stream stopped or paused; what was seen since then stays.
 */
export type TargetObservation = Seen & {
  kind: "target";
  targetId: string;
  status: TargetStatus;
  sessionId?: string;
  /** What is to be assumed when nothing is heard until then, e.g. of a target that never said whether it connected. */
  lapses?: { at: Timestamp; status: TargetStatus };
};

/** A hint that changes no state. */
export type WarningObservation = Seen & { kind: "warning"; targetId?: string; notice: Notice };

/** One thing that a provider said, in the model's words. */
export type Observation = StreamObservation | TargetObservation | WarningObservation;

import type { Session, StreamStatus } from "../model/stream.ts";
import type { TargetStatus } from "../model/target-status.ts";
import type { Notice } from "../model/notice.ts";
import type { Timestamp } from "../model/common.ts";

type Seen = {
  /** The provider's own stream id. */
  streamId: string;
  /**
   * Grows with every observation of one source; a lower one than seen before is late. A provider that numbers nothing
   * gives the time at which it happened, in microseconds since 1970.
   */
  sequence: number;
  occurredAt: Timestamp;
};

/** The stream's state as the provider tells it. `ended`: with this, the session is over. */
export type StreamObservation = Seen & {
  kind: "stream";
  status: StreamStatus;
  session?: Session;
  ended?: boolean;
};

/** A target's state as the provider tells it. */
export type TargetObservation = Seen & { kind: "target"; targetId: string; status: TargetStatus; sessionId?: string };

/** A hint that changes no state. */
export type WarningObservation = Seen & { kind: "warning"; targetId?: string; notice: Notice };

/** One thing that a provider said, in the model's words. */
export type Observation = StreamObservation | TargetObservation | WarningObservation;

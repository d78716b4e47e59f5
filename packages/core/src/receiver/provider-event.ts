import type { Timestamp } from "../model/common.ts";
import type { EventType } from "../model/event.ts";
import type { Notice } from "../model/notice.ts";
import type { StreamState, StreamStatus } from "../model/stream.ts";
import type { TargetState, TargetStatus } from "../model/target-status.ts";

type FromProvider = {
  /** The same for every delivery of one webhook: the provider's own id, with a number behind it for what else it says. */
  id: string;
  /** The name that the provider was given in `providers`. */
  provider: string;
  /** When it happened, by the provider's clock. */
  occurredAt: Timestamp;
};

/** What a provider says of a target, in the model's words. The ids are the provider's own. */
export type TargetProviderEvent = FromProvider & {
  type: `target.${TargetState}`;
  targetId: string;
  /** Absent where the provider leaves it out. */
  streamId?: string;
  sessionId?: string;
  /** The caller's own id, where the provider carries it. */
  reference?: string;
  status: TargetStatus;
};

/** What a provider says of a stream. `stream.ended`: the session is over. */
export type StreamProviderEvent = FromProvider & {
  type: `stream.${Exclude<StreamState, "unknown"> | "ended"}`;
  streamId: string;
  sessionId?: string;
  status: StreamStatus;
};

/** A provider's hint about a stream, or a target of it, that changes no state. */
export type WarningProviderEvent = FromProvider & {
  type: "stream.warning" | "target.warning";
  streamId: string;
  targetId?: string;
  notice: Notice;
};

/** One webhook in the model's words, as far as it goes by itself: no `previous`, no `sequence`, no whole target. */
export type ProviderEvent = TargetProviderEvent | StreamProviderEvent | WarningProviderEvent;

/** The events among `E` that have the type `T`. */
export type OfType<E extends { type: EventType }, T extends EventType> = E extends unknown
  ? T extends E["type"]
    ? E & { type: T }
    : never
  : never;

import type { TargetStatus } from "@polycast/core/provider";
import type { PushDestination } from "./destination.ts";

/**
 * Carries one stream to one target, whatever the protocol. None of its methods throws or waits for
 * the destination, and none shows the stream key.
 */
export type Pusher = {
  /** Begins to push whenever the source has media. */
  start(): void;
  /** Takes another destination. A live connection stays if it leads to the same place. */
  update(destination: PushDestination): void;
  /** Connects anew, at once and with a clean slate, also after `failed`. */
  restart(): void;
  /**
   * Says good-bye to the destination and ends; resolves within a second, when nothing is left.
   * Reports nothing: whoever stops a target knows whether it is disabled or gone.
   */
  stop(): Promise<void>;
  /** Ends at once without another byte to the destination, also while it is stopping: the target is somebody else's. */
  abandon(): void;
  /** The state with the numbers of this moment. */
  snapshot(): TargetStatus;
  /** What the destination was too slow for, in this session of the stream. */
  readonly dropped: Dropped;
};

/** Media that was left out. */
export type Dropped = { readonly messages: number; readonly bytes: number };

/** Called when state or reason changes; numbers alone are never reported. */
export type StatusListener = (status: TargetStatus) => void;

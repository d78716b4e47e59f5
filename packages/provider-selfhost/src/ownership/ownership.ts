import type { Session } from "@polycast/core/provider";

/** What an owner leaves to the next one. */
export type Left = {
  /** The session that is not over: its encoder may be at another relay by now. */
  session?: Session;
  /** The last number of the owner's observations, 0 if unknown; the next owner's are above it, whatever its clock says. */
  lastSequence: number;
};

/**
 * The answer to a claim: the stream is ours, with what its last owner left where that is known; another relay's lease has
 * not run out, ask again then; or this relay is not to have it.
 */
export type Claim = "owned" | { owned: true; left?: Left } | { retryAfterMs: number } | "refused";

/** Which relay pushes which stream, where several share them. Kept by the host, over a store that all of them see. */
export type Ownership = {
  /**
   * Asked when an encoder with a good key has come, before any target is dialled; also for a stream that is ours already.
   * At most one call at a time per stream.
   *
   * @param signal nobody wants the answer any more; settle soon. What is granted all the same is released.
   * @throws anything: the store cannot be reached
   */
  claim(streamId: string, signal: AbortSignal): Promise<Claim>;
  /** Its session is over here and all of its targets are closed. Repeated every 2 s until it resolves. */
  release(streamId: string, left: Left): Promise<void>;
  /**
   * Answers which of these are still ours, by the store and not by memory. Asked after the thread that writes has stood
   * still for more than 3 s; nothing is written before it has answered, and it is asked again every second until then.
   *
   * @throws anything: the store cannot be reached
   */
  confirm(streamIds: readonly string[]): Promise<ReadonlySet<string>>;
};

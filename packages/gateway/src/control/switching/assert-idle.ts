import { MultistreamError, type StreamState } from "@polycast/core";
import { isLiveState } from "../reconcile/timing.ts";

/**
 * A stream is moved while it is idle only.
 *
 * @param states what is known of it, by whatever source
 * @returns the error that says that it is not
 */
export function notIdle(provider: string, states: readonly (StreamState | undefined)[]): MultistreamError[] {
  if (!states.some((state) => state !== undefined && isLiveState(state))) return [];
  return [
    new MultistreamError("not_idle", "The stream is live: it can be moved to another provider while it is idle.", {
      provider,
      hint: "Stop the encoder, or end the stream, and wait for `stream.idle`; then repeat it.",
    }),
  ];
}

/** @throws MultistreamError `not_idle` */
export function assertIdle(provider: string, states: readonly (StreamState | undefined)[]): void {
  for (const error of notIdle(provider, states)) throw error;
}

import type { StreamState } from "../model/stream.ts";
import type { TargetState } from "../model/target-status.ts";

/** In the natural course of things. One scale for both: a stream that stops at the same moment stops its targets. */
const targetRanks: Readonly<Record<TargetState, number>> = {
  unknown: 0,
  connecting: 1,
  live: 2,
  retrying: 3,
  failed: 4,
  idle: 5,
  disabled: 6,
};
const streamRanks: Readonly<Record<StreamState, number>> = {
  unknown: 0,
  live: 1,
  reconnecting: 7,
  idle: 8,
  disabled: 9,
};
/** Above all others: a read tells of its targets what it tells of its stream already, and more. */
const OF_READ_TARGET = 10;

/** Which of two states of a stream, told of one moment, comes later. */
export function rankOfStream(state: StreamState): number {
  return streamRanks[state];
}

/** The same for a target. */
export function rankOfTarget(state: TargetState): number {
  return targetRanks[state];
}

/** The same for a target whose stream was read in the same answer. */
export function rankOfReadTarget(state: TargetState): number {
  return OF_READ_TARGET + targetRanks[state];
}

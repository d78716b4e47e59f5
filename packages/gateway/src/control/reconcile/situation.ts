import type { Capabilities, StreamState } from "@polycast/core";
import type { AcceptedTarget } from "./accepted.ts";
import type { Leaving } from "./leaving.ts";
import type { WantedTarget } from "./wanted.ts";
import type { Work } from "./work.ts";

/** All that decides what is done next about a target. */
export type Situation = {
  wanted: WantedTarget;
  accepted: AcceptedTarget;
  work?: Work | undefined;
  /** The provider's own table. */
  table: Capabilities;
  streamState: StreamState;
  /** Targets that the provider still takes on this stream; `Infinity` where it names no limit. */
  room: number;
  /** What other targets of the stream are to leave: see `leavingOf`. Default: nothing. */
  leaving?: Leaving;
  /** Milliseconds since 1970. */
  now: number;
};

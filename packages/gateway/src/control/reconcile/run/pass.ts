import type { Capabilities, Session, StreamState } from "@polycast/core";
import type { Fence } from "../../duties/duties.ts";
import type { Parts } from "../../parts.ts";
import type { Instance } from "../../providers/instances.ts";
import { runningSession } from "../running-session.ts";

/** What a reconciler works with. */
export type Tools = Pick<
  Parts,
  | "instances"
  | "store"
  | "sealer"
  | "bindings"
  | "register"
  | "views"
  | "observer"
  | "pollers"
  | "fence"
  | "mutex"
  | "clock"
  | "log"
  | "foreign"
>;

/** One look at a stream, and all that is done about it until nothing more can be done for now. */
export type Pass = {
  tools: Tools;
  instance: Instance;
  /** First in every unit: only the process that observes the instance may write what a pass has led to. */
  fence: Fence;
  /** The provider's own table. */
  table: Capabilities;
  /** Ours. */
  streamId: string;
  /** Counts a call that was made. */
  onStep: (step: string) => void;
  /** Something that counts against a limit of the account is gone from an instance. */
  onFreed: (instance: string) => void;
};

/** A provider may take so long for one call: less than half of what a duty lasts without being renewed twice. */
export const CALL_MS = 15_000;

/** What is observed of the stream now. */
export function observedNow({ tools, streamId }: Pass): {
  streamState: StreamState;
  /** Also where its provider gives it no name. */
  session: Session | undefined;
  /** As its provider names it. */
  sessionId: string | undefined;
} {
  const known = tools.register.known(streamId);
  const { status, session } = known?.stream ?? {};
  return {
    streamState: status?.state ?? "unknown",
    session: known && runningSession(known),
    sessionId: session?.id,
  };
}

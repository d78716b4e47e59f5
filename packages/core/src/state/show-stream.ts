import type { Timestamp } from "../model/common.ts";
import type { Session, StreamStatus } from "../model/stream.ts";
import { defined } from "../values/defined.ts";
import type { Position, Registers } from "./known.ts";
import { comparePositions, laterPosition } from "./position.ts";
import { lastOf } from "./register.ts";
import { sinceOf } from "./stretch.ts";

/** A status as the registers tell it, and the place in time of the last thing that has a say in it. */
export type Shown<S> = { status: S; sequence: number; at?: Timestamp };

/** The stream's own state: the last that was seen. */
export function showStream(registers: Registers): Shown<StreamStatus> {
  const [newest] = registers.stream;
  if (!newest) return { status: { state: "unknown", source: "assumed" }, sequence: 0 };
  const since = sinceOf(registers.stream, newest);
  const status = since === undefined ? newest.status : { ...newest.status, since };
  return defined({ status, sequence: newest.position.sequence, at: newest.at });
}

/** The session that is under way: the one that was told last, unless a session has ended since. */
export function showSession({ session, stream, ended }: Registers): Session | undefined {
  const over = laterPosition<Position | undefined>(ended, lastOf(stream, "idle", "disabled")?.position);
  if (!session || (over && comparePositions(over, session.position) >= 0)) return undefined;
  return session.session;
}

/** Was it said that the session is over, with or after the last state? */
export function isSessionOver({ stream, ended }: Registers): boolean {
  const [newest] = stream;
  return ended !== undefined && (!newest || comparePositions(ended, newest.position) >= 0);
}

import type { Session } from "@polycast/core";
import type { Known } from "@polycast/core/host";

/** The name of a session whose provider gives it none. */
const UNNAMED = "unnamed";

/**
 * The session that runs, as far as it is known when it began. Most providers name no sessions: then it begins with the
 * first time that the stream was live since it was idle, and its id says nothing, so that it is to be forgotten when the
 * stream is idle again.
 */
export function runningSession({ stream, registers }: Known): Session | undefined {
  if (stream.session) return stream.session;
  let startedAt: string | undefined;
  for (const { status, at } of registers.stream) {
    if (status.state === "idle" || status.state === "disabled") break;
    if (status.state === "live") startedAt = status.since ?? at ?? startedAt;
  }
  return startedAt === undefined ? undefined : { id: UNNAMED, startedAt };
}

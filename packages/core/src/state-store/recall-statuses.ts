import type { Session, Stream } from "../model/stream.ts";
import type { Target } from "../model/target.ts";
import type { Known } from "../state/known.ts";

/**
 * Completes a stream that was just read with what was observed before. What the provider's answer tells wins; where it
 * cannot tell, the last observation holds, as long as both speak of the same state of the stream. Pure.
 */
export function recallStatuses(read: Stream, known: Known | undefined): Stream {
  if (!known) return read;
  const stored = known.stream;
  const status = better(read.status, stored.status);
  const session = read.session ?? sessionOf(stored, status.state);
  const targets = read.targets?.map((target) => recallTarget(target, stored, read));
  return { ...read, status, ...(session ? { session } : {}), ...(targets ? { targets } : {}) };
}

/** Completes one target of a stream that was just read. */
function recallTarget(read: Target, stored: Stream, stream: Stream): Target {
  const before = stored.targets?.find(({ id }) => id === read.id);
  if (!before) return read;
  // What was observed of a target holds for the session it was observed in.
  const otherSession = stored.status.state !== "unknown" && isOn(stream) !== isOn(stored);
  if (read.status.state === "unknown" && otherSession) return read;
  return { ...read, status: better(read.status, before.status) };
}

function isOn({ status }: Stream): boolean {
  return status.state === "live" || status.state === "reconnecting";
}

/** An answer without knowledge gives way; one that agrees keeps since when, and why, it is so. */
function better<S extends Stream["status"] | Target["status"]>(read: S, stored: S): S {
  if (stored.state === "unknown") return read;
  if (read.state === "unknown") return stored;
  return read.state === stored.state ? { ...stored, ...read } : read;
}

function sessionOf(stored: Stream, state: Stream["status"]["state"]): Session | undefined {
  return state === "live" || state === "reconnecting" ? stored.session : undefined;
}

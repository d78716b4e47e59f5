import { defined, type Observation, type Stream, type Target } from "@polycast/core/provider";
import { wireSnapshot } from "../wire/event.ts";

/** What follows from the stream's own state where nothing is sent. */
const implied: ReadonlySet<string> = new Set(["idle", "unknown"]);

/**
 * What a snapshot says of all states, in the order in which they began; nothing where it cannot be read. Targets that
 * are as quiet as their stream are left out: that follows from it.
 *
 * @param now what is assumed of a state of which nobody says since when it holds, RFC 3339
 */
export function observeSnapshot(payload: unknown, now: string): Observation[] {
  const read = wireSnapshot.safeParse(payload);
  if (!read.success) return [];
  const all: Observation[] = [];
  for (const stream of read.data.streams) {
    all.push(ofStream(stream, now));
    for (const target of stream.targets ?? []) if (saysMore(stream, target)) all.push(ofTarget(stream, target, now));
  }
  return all.toSorted((one, other) => one.sequence - other.sequence);
}

function saysMore({ status: { state } }: Stream, { status }: Target): boolean {
  return state === "live" || state === "reconnecting" || !implied.has(status.state);
}

function ofStream({ id, status, session }: Stream, now: string): Observation {
  return defined({ ...placeOf(status, now), kind: "stream" as const, streamId: id, status, session });
}

function ofTarget({ id, session }: Stream, { id: targetId, status }: Target, now: string): Observation {
  const place = placeOf(status, now);
  return defined({ ...place, kind: "target" as const, streamId: id, targetId, status, sessionId: session?.id });
}

function placeOf(
  { since, observedAt }: { since?: string | undefined; observedAt?: string | undefined },
  now: string,
): Pick<Observation, "sequence" | "occurredAt"> {
  const occurredAt = since ?? observedAt ?? now;
  return { sequence: Date.parse(occurredAt) * 1_000, occurredAt };
}

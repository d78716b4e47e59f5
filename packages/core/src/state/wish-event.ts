import type { Event, StreamEvent, TargetEvent } from "../model/event.ts";
import type { Stream } from "../model/stream.ts";
import type { Target } from "../model/target.ts";

type Change<T> = { changed?: string[]; previous?: Partial<T> };

/** The event that says that a change of a stream was asked for. */
export function streamWish(
  type: Extract<StreamEvent["type"], "stream.created" | "stream.updated" | "stream.deleted">,
  stream: Stream,
  at: string,
  change: Change<Stream> = {},
): Omit<StreamEvent, "id"> {
  const { targets: _targets, ...alone } = stream;
  return { ...envelope(stream.provider, stream.id, at, stream), type, data: { stream: alone, ...change } };
}

/**
 * The event that says that a change of a target was asked for.
 *
 * @param about what is known of its stream
 */
export function targetWish(
  type: Extract<TargetEvent["type"], "target.created" | "target.updated" | "target.deleted">,
  target: Target,
  at: string,
  change: Change<Target> = {},
  about: About = {},
): Omit<TargetEvent, "id"> {
  return { ...envelope(target.provider, target.streamId, at, about), type, data: { target, ...change } };
}

type About = Pick<Stream, "session" | "tenantId">;

function envelope(
  provider: string,
  streamId: string,
  at: string,
  { session, tenantId }: About,
): Omit<Event, "id" | "type" | "data"> {
  return {
    provider,
    streamId,
    ...(session === undefined ? {} : { sessionId: session.id }),
    ...(tenantId === undefined ? {} : { tenantId }),
    occurredAt: at,
    observedAt: at,
    source: "api",
  };
}

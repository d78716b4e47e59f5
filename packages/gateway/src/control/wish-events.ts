import type { Stream, StreamEvent, Target, TargetEvent } from "@polycast/core";
import type { EventDraft } from "@polycast/core/provider";

type Change<T> = { changed?: string[]; previous?: Partial<T> };

/** Says that somebody asked for a change of a stream. */
export function streamWish(
  type: Extract<StreamEvent["type"], "stream.created" | "stream.updated" | "stream.deleted">,
  stream: Stream,
  at: string,
  change: Change<Stream> = {},
): EventDraft {
  const { targets: _targets, ...alone } = stream;
  return { ...envelope(stream.provider, stream.id, at), type, data: { stream: alone, ...change } };
}

/** Says that somebody asked for a change of a target. */
export function targetWish(
  type: Extract<TargetEvent["type"], "target.created" | "target.updated" | "target.deleted">,
  target: Target,
  at: string,
  change: Change<Target> = {},
): EventDraft {
  return { ...envelope(target.provider, target.streamId, at), type, data: { target, ...change } };
}

function envelope(provider: string, streamId: string, at: string) {
  return { provider, streamId, occurredAt: at, observedAt: at, source: "api" as const };
}

import type { Observation, TargetObservation, Translation, VerifiedWebhook } from "@polycast/core/provider";
import { streamStatusFrom, type TargetEventName, targetStatusFrom } from "../map-status.ts";
import { eventSchema, type WireEvent } from "../wire/webhook.ts";

/**
 * After the start of a stream it may take so long until Livepeer says that a target is connected: it waits 2 minutes after
 * repeated errors, and events are delivered late.
 */
const CONNECTING_MS = 3 * 60 * 1_000;

/**
 * What a webhook of Livepeer says. Events of targets carry no cause. The end of a stream says nothing of its targets:
 * that they are idle then is derived here.
 *
 * The snapshot of the stream does not tell which targets are switched off, so events of a whole stream ask for a read.
 *
 * Livepeer counts by target and rendition. An event of a rendition that the stream does not send the target in any
 * more, or not first, says nothing of the target: e.g. that the push in the old one has ended.
 */
export function translateWebhook({ payload }: VerifiedWebhook): Translation {
  const parsed = eventSchema.safeParse(payload.reveal());
  if (!parsed.success || !parsed.data.stream || Number.isNaN(new Date(parsed.data.createdAt).getTime())) {
    return { observations: [] };
  }
  const { id, event, stream, createdAt, payload: about } = parsed.data;
  const at = new Date(createdAt).toISOString();
  const streamId = stream.parentId ?? stream.id;
  const seen = { streamId, sequence: Math.round(createdAt * 1_000), id, occurredAt: at };
  const lapses = event === "stream.started" && lapseAt(createdAt + CONNECTING_MS);
  const ofTarget = (name: TargetEventName, targetId: string): Observation => ({
    ...seen,
    ...(lapses && { lapses }),
    kind: "target",
    targetId,
    status: targetStatusFrom(name, { at, streamIsActive: stream.isActive !== false }),
  });

  switch (event) {
    case "multistream.connected":
    case "multistream.error":
    case "multistream.disconnected": {
      const target = about?.target;
      if (!target || isOfOtherRendition(target, stream)) return { observations: [] };
      const observations = [ofTarget(event, target.id)];
      return event === "multistream.disconnected" ? { observations, readAgain: { streamId } } : { observations };
    }
    case "stream.started":
    case "stream.idle": {
      const status = streamStatusFrom(event, { at, suspended: stream.suspended === true });
      const ofStream: Observation = {
        ...seen,
        kind: "stream",
        status,
        ...(event === "stream.idle" ? { ended: true } : {}),
      };
      const observations = [ofStream, ...targetIdsOf(stream).map((id) => ofTarget(event, id))];
      return { observations, readAgain: { streamId } };
    }
    default:
      return { observations: [] };
  }
}

/** Of a target that never said whether it connected nobody knows. */
function lapseAt(ms: number): NonNullable<TargetObservation["lapses"]> {
  const at = new Date(ms).toISOString();
  return { at, status: { state: "unknown", since: at, source: "assumed" } };
}

type NamedTarget = { id: string; profile?: string | null | undefined };

/** The first reference is the one that is shown. Where one of both sides names no rendition, the event counts. */
function isOfOtherRendition({ id, profile }: NamedTarget, stream: NonNullable<WireEvent["stream"]>): boolean {
  const current = stream.multistream?.targets?.find((target) => target.id === id);
  return Boolean(profile && current?.profile && profile !== current.profile);
}

function targetIdsOf(stream: NonNullable<WireEvent["stream"]>): string[] {
  return [...new Set((stream.multistream?.targets ?? []).map(({ id }) => id))];
}

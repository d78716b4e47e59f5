import type { Observation, Translation, VerifiedWebhook } from "@polycast/core/provider";
import { streamStatusFrom, type TargetEventName, targetStatusFrom } from "../map-status.ts";
import { eventSchema, type WireEvent } from "../wire/webhook.ts";

/**
 * What a webhook of Livepeer says. Events of targets carry no cause. The end of a stream says nothing of its targets:
 * that they are idle then is derived here.
 *
 * The snapshot of the stream does not tell which targets are switched off, so events of a whole stream ask for a read.
 */
export function translateWebhook({ payload }: VerifiedWebhook): Translation {
  const parsed = eventSchema.safeParse(payload.reveal());
  if (!parsed.success || !parsed.data.stream || Number.isNaN(new Date(parsed.data.createdAt).getTime())) {
    return { observations: [] };
  }
  const { event, stream, createdAt, payload: about } = parsed.data;
  const at = new Date(createdAt).toISOString();
  const streamId = stream.parentId ?? stream.id;
  const seen = { streamId, sequence: Math.round(createdAt * 1_000), occurredAt: at };
  const ofTarget = (name: TargetEventName, targetId: string): Observation => ({
    ...seen,
    kind: "target",
    targetId,
    status: targetStatusFrom(name, { at, streamIsActive: stream.isActive !== false }),
  });

  switch (event) {
    case "multistream.connected":
    case "multistream.error":
    case "multistream.disconnected": {
      const targetId = about?.target?.id;
      if (targetId === undefined) return { observations: [] };
      const observations = [ofTarget(event, targetId)];
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

function targetIdsOf(stream: NonNullable<WireEvent["stream"]>): string[] {
  return [...new Set((stream.multistream?.targets ?? []).map(({ id }) => id))];
}

import type { Observation, Translation, VerifiedWebhook } from "@polycast/core/provider";
import { observeEvent } from "../events/observe-event.ts";

/** Of which something has changed that no observation tells: what is wanted, or what is there. */
const CHANGES = /^(?:stream|target)\.(?:created|updated|deleted|change_\w+)$/u;

/** What a webhook of a gateway says. A type that is not known says nothing. */
export function translateWebhook({ type, payload }: VerifiedWebhook): Translation {
  const event = payload.reveal();
  const observation = typeOf(event) === type ? observeEvent(event) : undefined;
  const streamId = CHANGES.test(type) ? streamIdOf(event) : undefined;
  return {
    observations: observation ? [heard(observation)] : [],
    ...(streamId === undefined ? {} : { readAgain: { streamId } }),
  };
}

/** Whoever has told the gateway, it is by webhook that it is told here. */
function heard(observation: Observation): Observation {
  if (observation.kind === "warning" || observation.status.source === "assumed") return observation;
  // One of the two kinds that have a status, and that keeps it.
  return { ...observation, status: { ...observation.status, source: "webhook" } } as Observation;
}

function typeOf(event: unknown): unknown {
  return typeof event === "object" && event !== null ? Reflect.get(event, "type") : undefined;
}

function streamIdOf(event: unknown): string | undefined {
  const streamId: unknown = typeof event === "object" && event !== null ? Reflect.get(event, "streamId") : undefined;
  return typeof streamId === "string" && streamId !== "" ? streamId : undefined;
}

import type { Observation } from "../contract/observation.ts";
import type { UnplacedObservation } from "../contract/webhooks.ts";
import { readObservations } from "../poll/read-observations.ts";
import { defined } from "../values/defined.ts";
import { RecentMap } from "../values/recent-map.ts";
import { uuidOf } from "./event-id.ts";
import type { Incoming, Intake, Taken } from "./intake.ts";
import type { ProviderEvent } from "./provider-event.ts";
import { inTime, reading } from "./read-sender.ts";
import { tellObservation } from "./tell-observation.ts";

/** Webhooks that are known to be done; the one that was done longest ago gives way. */
const MAX_DONE = 10_000;

/** Tells what each webhook says by itself. Which ones are done is known in this process only. */
export function withoutState(maxDone: number = MAX_DONE): Intake<ProviderEvent> {
  const done = new RecentMap<string, true>(maxDone);
  return {
    async take(incoming) {
      const { sender, webhook, believed } = incoming;
      const { eventId, provider } = webhook;
      if (!believed) return inTime((context) => read(incoming, context));
      const key = `${provider} ${eventId}`;
      if (done.has(key)) return undefined;
      const { observations } = sender.webhooks.translate(webhook);
      const events = observations.flatMap((observation, index) => {
        const id = index === 0 ? eventId : `${eventId}.${index}`;
        return tellObservation(observation, { id, provider }) ?? [];
      });
      const settle = async (): Promise<void> => void done.set(key, true);
      return { events, isUnknown: events.length === 0, settle, giveUp: nothing };
    },
  };
}

/** A sender that proves nothing only says that something is worth reading, each time that it says so. */
async function read(
  { sender, webhook }: Incoming,
  context: { signal: AbortSignal },
): Promise<Taken<ProviderEvent> | undefined> {
  const { readAgain, observations } = sender.webhooks.translate(webhook);
  const streamIds = new Set(observations.flatMap((one) => ("streamId" in one ? [one.streamId] : [])));
  if (readAgain?.streamId !== undefined) streamIds.add(readAgain.streamId);
  const wanted = readAgain && streamIds.size === 0 ? [undefined] : [...streamIds];
  const events: ProviderEvent[] = [];
  for (const streamId of wanted) {
    const read = await reading(sender, context, (callContext) =>
      readObservations(sender.adapter, defined({ streamId }), callContext, Date.now),
    );
    for (const observation of read) {
      const id = await uuidOf([webhook.provider, webhook.eventId, JSON.stringify(placeOf(observation))]);
      const event = tellObservation(observation, { id, provider: webhook.provider });
      if (event) events.push(event);
    }
  }
  return { events, isUnknown: false, settle: nothing, giveUp: nothing };
}

async function nothing(): Promise<void> {
  // Each hint is read for, whatever came of the last one.
}

function placeOf(observation: Observation | UnplacedObservation): unknown[] {
  const targetId = observation.kind === "stream" ? null : observation.targetId;
  return ["streamId" in observation && observation.streamId, targetId ?? null, observation.kind, observation.sequence];
}

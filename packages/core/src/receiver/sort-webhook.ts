import type { CallContext } from "../contract/call-context.ts";
import type { Observation } from "../contract/observation.ts";
import type { UnplacedObservation } from "../contract/webhooks.ts";
import type { Read } from "../state-store/read-stream.ts";
import type { StreamMemory } from "../state-store/stream-memory.ts";
import type { Incoming } from "./intake.ts";
import { findStreamOf, readAll } from "./read-all.ts";
import { reading } from "./read-sender.ts";

/** What a webhook says of one stream. */
export type About = {
  /** Only what is believed. */
  observations: Observation[];
  /** The stream is to be read besides, or was. */
  readAgain: boolean;
  read?: Read;
};

/**
 * Sorts what a webhook says by stream. Nothing that is only a hint is believed: the streams that it names are to be
 * read. Where it names none and something has changed, all are read, and here.
 *
 * @throws Trouble `read`
 */
export async function sortWebhook(
  memory: StreamMemory,
  incoming: Incoming,
  context: CallContext,
): Promise<Map<string, About>> {
  const { sender, webhook, believed } = incoming;
  const { observations, readAgain } = sender.webhooks.translate(webhook);
  const streams = new Map<string, About>();
  const about = (streamId: string): About => {
    const entry = streams.get(streamId) ?? { observations: [], readAgain: !believed };
    streams.set(streamId, entry);
    return entry;
  };
  for (const observation of observations) {
    const located = (await memory.locate(observation)) ?? (await search(incoming, observation, context));
    if (!located) continue;
    const { observations } = about(located.streamId);
    if (believed) observations.push(located);
  }
  if (readAgain?.streamId !== undefined) about(readAgain.streamId).readAgain = true;
  else if (readAgain && streams.size > 0) for (const entry of streams.values()) entry.readAgain = true;
  else if (readAgain) {
    const all = await reading(sender, context, (context) => readAll(sender.adapter, context));
    for (const read of all) Object.assign(about(read.stream.id), { readAgain: true, read });
  }
  return streams;
}

/** A target that was never seen: its stream is looked for at the provider, where the webhook is to be believed. */
async function search(
  { sender, believed }: Incoming,
  observation: Observation | UnplacedObservation,
  context: CallContext,
): Promise<Observation | undefined> {
  if (!believed || "streamId" in observation) return undefined;
  const streamId = await reading(sender, context, (context) => findStreamOf(sender.adapter, observation, context));
  const { reference: _reference, ...rest } = observation;
  return streamId === undefined ? undefined : { ...rest, streamId };
}

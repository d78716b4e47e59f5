import { ifThere } from "../calls/if-there.ts";
import type { CallContext } from "../contract/call-context.ts";
import type { Observation } from "../contract/observation.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import type { Stream } from "../model/stream.ts";
import { observationsOf } from "../state/observations-of.ts";

/** What one read tells: the stream as it is wanted (none: it is gone), and what is to be observed of it. */
export type Read = { stream?: Stream; observations: readonly Observation[] };

/** Reads a stream: by `poll` what is to be observed, where the adapter has it. */
export async function readStream(adapter: ProviderAdapter, streamId: string, context: CallContext): Promise<Read> {
  const sentAt = Date.now();
  const stream = await ifThere(adapter.streams.get(streamId, context));
  if (!stream) return { observations: [] };
  if (!adapter.poll)
    return { stream, observations: observationsOf(stream, { sentAt, receivedAt: Date.now() }, "poll") };
  const observations = await ifThere(adapter.poll({ streamId }, context));
  return observations ? { stream, observations } : { observations: [] };
}

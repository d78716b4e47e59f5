import type { CallContext } from "../contract/call-context.ts";
import { isMultistreamError } from "../errors/multistream-error.ts";
import type { Event } from "../model/event.ts";
import { doneKey } from "../state-store/done-key.ts";
import { type Read, readStream } from "../state-store/read-stream.ts";
import type { StateStore } from "../state-store/state-store.ts";
import { type Cause, StreamMemory, TTL_MS } from "../state-store/stream-memory.ts";
import { identifyBy } from "./event-id.ts";
import { aboutProblem, type Incoming, type Intake, type Taken, Trouble } from "./intake.ts";
import { inTime, reading } from "./read-sender.ts";
import { sortWebhook } from "./sort-webhook.ts";
import type { WebhookProblem } from "./webhook-receiver.ts";

type Tell = (problem: WebhookProblem) => Promise<void>;
type Parts = { store: StateStore; memory: StreamMemory; tell: Tell };

/** Takes webhooks into the state that is remembered, and tells whole events. Which ones are done stands in the store. */
export function withState(store: StateStore): Intake<Event> {
  const memories = new Map<string, StreamMemory>();
  return {
    take(incoming, tell) {
      const { name, adapter } = incoming.sender;
      const memory = memories.get(name) ?? new StreamMemory(store, adapter);
      memories.set(name, memory);
      return inTime((context) => take({ store, memory, tell }, incoming, context));
    },
  };
}

async function take(parts: Parts, incoming: Incoming, context: CallContext): Promise<Taken<Event> | undefined> {
  const { store, memory } = parts;
  const { sender, webhook, believed } = incoming;
  const done = doneKey(sender.name, webhook.eventId);
  if (believed && (await store.get(done))) return undefined;
  const id = `${sender.name} ${webhook.eventId}`;
  const cause: Cause = { id, identify: async (event) => named(await identifyBy(id, event), sender.name) };
  const streams = await sortWebhook(memory, incoming, context);
  const events: Event[] = [];
  const touched: string[] = [];
  for (const [streamId, { observations, readAgain, read }] of streams) {
    const said = {
      observations,
      read: read ?? (readAgain ? await readIt(parts, incoming, streamId, context) : undefined),
    };
    const told = await memory.take(streamId, said, cause, context).catch(troubled);
    if (told.length > 0) touched.push(streamId);
    events.push(...told);
  }
  const settleStreams = async (context: CallContext): Promise<void> => {
    for (const streamId of touched) await memory.settle(streamId, id, context);
  };
  return {
    events,
    isUnknown: believed && streams.size === 0,
    settle: () =>
      inTime(async (context) => {
        if (believed) await store.compareAndSet(done, "done", undefined, TTL_MS);
        await settleStreams(context);
      }),
    giveUp: () => inTime(settleStreams),
  };
}

/** What a webhook says by itself is not lost when its stream is known and cannot be read. */
async function readIt(
  { memory, tell }: Parts,
  incoming: Incoming,
  streamId: string,
  context: CallContext,
): Promise<Read | undefined> {
  const { sender, believed } = incoming;
  try {
    return await reading(sender, context, (context) => readStream(sender.adapter, streamId, context));
  } catch (error) {
    if (!believed || !(await memory.recall(streamId))) throw error;
    await tell({ ...aboutProblem(incoming), during: "read", error: error instanceof Trouble ? error.cause : error });
    return undefined;
  }
}

/** The memory reads a stream, too, when it is named for the first time. */
function troubled(error: unknown): never {
  const isOfStore =
    !isMultistreamError(error) || isMultistreamError(error, "conflict") || isMultistreamError(error, "limit_exceeded");
  throw new Trouble(isOfStore ? "state" : "read", error);
}

/** A provider may be there twice, under two names. */
function named(event: Event, provider: string): Event {
  if ("target" in event.data) {
    const { target } = event.data;
    return { ...event, provider, data: { ...event.data, target: { ...target, provider } } } as Event;
  }
  const { stream } = event.data;
  return { ...event, provider, data: { ...event.data, stream: { ...stream, provider } } } as Event;
}

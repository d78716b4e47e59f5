import {
  type CallContext,
  createOnce,
  type Destination,
  ifThere,
  type NewTarget,
  type ProviderAdapter,
  sameDestination,
} from "@polycast/core/provider";
import type { Answer } from "./api.ts";
import { checkAsked, toTargetFields } from "./check-input.ts";
import { readDestination } from "./destination-fields.ts";
import { explainRefusal } from "./explain-refusal.ts";
import { toStream } from "./map-stream.ts";
import { toCreatedTarget, toTarget } from "./map-target.ts";
import { isAsked } from "./match-targets.ts";
import type { Parts } from "./parts.ts";
import { notIdle, tooManyTargets } from "./refuse.ts";
import type { WireStream } from "./wire/live-stream.ts";
import type { WireTarget } from "./wire/simulcast-target.ts";

/** The target calls of the adapter. A simulcast target is made, read and deleted, and nothing else. */
export function createTargets(parts: Parts): ProviderAdapter["targets"] {
  const { api, serial, repeats } = parts;
  return {
    async create(streamId, input, context) {
      const { data, receivedAt } = await repeats.answer(`target of ${streamId}`, context, {
        input,
        make: createTarget(parts, streamId, input),
        idOf: ({ data }) => data.id,
        read: (id) => api.getTarget(streamId, id, context),
      });
      return toCreatedTarget(data, input, { streamId, receivedAt });
    },
    async get({ streamId, id }, context) {
      const { data, receivedAt } = await api.getTarget(streamId, id, context);
      return toTarget(data, { streamId, receivedAt });
    },
    // There is no list of targets: they are part of their stream.
    list: async (streamId, context) => toStream(await api.getStream(streamId, context)).targets ?? [],
    delete: ({ streamId, id }, context) =>
      serial.run(streamId, context.signal, async () => {
        try {
          await ifThere(api.deleteTarget(streamId, id, context));
          return {};
        } catch (error) {
          throw await explainRefusal(parts, streamId, "target.delete", error, context);
        }
      }),
    async hasDestination({ streamId, id }, destination, context) {
      const known = readDestination((await api.getTarget(streamId, id, context)).data);
      return known !== undefined && sameDestination(known, destination);
    },
    async destinations(streamId, context) {
      const { data } = await api.getStream(streamId, context);
      return new Map((data.simulcast_targets ?? []).flatMap(entryOf));
    },
    check: (asked) => checkAsked(asked),
  };
}

/** Looks before it makes it: what is refused for the stream's state or its number of targets is refused without trying. */
function createTarget(
  { api, serial, repeats, capabilities }: Parts,
  streamId: string,
  input: NewTarget,
): (context: CallContext, isRepeat: boolean) => Promise<Answer<WireTarget>> {
  const fields = toTargetFields(input);
  let before: ReadonlySet<string> | undefined;

  /** One that was not there before and that no other create has made. */
  const isNew = ({ id }: WireTarget): boolean => before?.has(id) === false && !repeats.hasMade(id);
  const findIn = (answer: Answer<WireStream>): Answer<WireTarget> | undefined => {
    const data = answer.data.simulcast_targets?.find((target) => isNew(target) && isAsked(target, fields));
    return data && { ...answer, data };
  };

  async function make(context: CallContext, isRepeat: boolean): Promise<Answer<WireTarget>> {
    const answer = await api.getStream(streamId, context);
    const made = findIn(answer);
    if (made) return made;
    const { status, targets = [] } = toStream(answer);
    before ??= new Set(targets.map(({ id }) => id));
    const limit = capabilities.limits.targetsPerStream ?? Number.POSITIVE_INFINITY;
    if (status.state === "live" || status.state === "reconnecting") throw notIdle(capabilities, "target.create");
    if (targets.length >= limit) throw tooManyTargets(limit);
    try {
      return await createOnce({
        isRepeat,
        signal: context.signal,
        create: () => api.createTarget(streamId, fields, context),
        find: async () => findIn(await api.getStream(streamId, context)),
      });
    } catch (error) {
      throw await explainRefusal({ api, capabilities }, streamId, "target.create", error, context);
    }
  }

  // In its line a repeat comes after the attempt before it, so that its first look is at all there is.
  return (context, isRepeat) => serial.run(streamId, context.signal, () => make(context, isRepeat));
}

function entryOf(wire: WireTarget): [string, Destination][] {
  const destination = readDestination(wire);
  return destination ? [[wire.id, destination]] : [];
}

import {
  type CallContext,
  createOnce,
  ifThere,
  type NewTarget,
  type ProviderAdapter,
  sameDestination,
} from "@polycast/core/provider";
import type { Answer } from "./api.ts";
import { toTargetFields } from "./check-input.ts";
import { readDestination } from "./destination-fields.ts";
import { explainRefusal } from "./explain-refusal.ts";
import { toStream } from "./map-stream.ts";
import { toCreatedTarget, toTarget } from "./map-target.ts";
import { isAsked } from "./match-targets.ts";
import type { Parts } from "./parts.ts";
import { notIdle, tooManyTargets } from "./refuse.ts";
import type { WireTarget } from "./wire/simulcast-target.ts";

/** The target calls of the adapter. A simulcast target is made, read and deleted, and nothing else. */
export function createTargets(parts: Parts): ProviderAdapter["targets"] {
  const { api, serial, repeats } = parts;
  return {
    async create(streamId, input, context) {
      const { data, receivedAt } = await repeats.answer(`target of ${streamId}`, context, {
        make: () => serial.run(streamId, context.signal, () => createTarget(parts, streamId, input, context)),
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
  };
}

/** Looks first: what is refused for the stream's state or its number of targets is refused without trying. */
async function createTarget(
  { api, capabilities }: Parts,
  streamId: string,
  input: NewTarget,
  context: CallContext,
): Promise<Answer<WireTarget>> {
  const fields = toTargetFields(input);
  const { status, targets = [] } = toStream(await api.getStream(streamId, context));
  const before = new Set(targets.map(({ id }) => id));
  const limit = capabilities.limits.targetsPerStream ?? Number.POSITIVE_INFINITY;
  if (status.state === "live" || status.state === "reconnecting") throw notIdle(capabilities, "target.create");
  if (before.size >= limit) throw tooManyTargets(limit);
  try {
    return await createOnce({
      signal: context.signal,
      create: () => api.createTarget(streamId, fields, context),
      find: async () => {
        const answer = await api.getStream(streamId, context);
        const data = answer.data.simulcast_targets?.find((target) => !before.has(target.id) && isAsked(target, fields));
        return data && { ...answer, data };
      },
    });
  } catch (error) {
    throw await explainRefusal({ api, capabilities }, streamId, "target.create", error, context);
  }
}

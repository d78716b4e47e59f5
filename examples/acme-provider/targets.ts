import {
  assertAllowed,
  type CallContext,
  createOnce,
  type NewTarget,
  type ProviderAdapter,
  sameDestination,
  targetOperations,
} from "@polycast/core/provider";
import { capabilities } from "./capabilities.ts";
import type { Read } from "./map-status.ts";
import { toStream } from "./map-stream.ts";
import { readDestination, toTarget, toTargetFields } from "./map-target.ts";
import type { Parts } from "./parts.ts";
import type { WireTarget } from "./wire.ts";

/** The target calls. There is no `restart`: nothing makes a target dial again. */
export function createTargets(parts: Parts): ProviderAdapter["targets"] {
  const { api, serial, repeats } = parts;
  return {
    async create(streamId, input, context) {
      const made = await repeats.answer(`target of ${streamId}`, context, {
        input,
        make: createTarget(parts, streamId, input),
        idOf: ({ data }) => data.id,
        read: (id) => api.getTarget(streamId, id, context),
      });
      return toTarget(made, streamId);
    },
    get: async ({ streamId, id }, context) => toTarget(await api.getTarget(streamId, id, context), streamId),
    list: async (streamId, context) => toStream(await api.getStream(streamId, context)).targets ?? [],
    async update({ streamId, id }, patch, context) {
      for (const operation of targetOperations(patch)) assertAllowed(capabilities, operation, "acme");
      const json = toTargetFields(patch);
      const change = () => api.patchTarget(streamId, id, json, context);
      return toTarget(await serial.run(streamId, context.signal, change), streamId);
    },
    async delete({ streamId, id }, context) {
      await serial.run(streamId, context.signal, () => api.deleteTarget(streamId, id, context));
      return {};
    },
    async hasDestination({ streamId, id }, destination, context) {
      const known = readDestination((await api.getTarget(streamId, id, context)).data);
      return known !== undefined && sameDestination(known, destination);
    },
  };
}

/** How a target is made, once: marked, so that one whose answer was lost is found again. */
function createTarget({ api, serial }: Parts, streamId: string, input: NewTarget) {
  const client_token = crypto.randomUUID();
  const json = { ...toTargetFields(input), client_token };
  const make = (context: CallContext, isRepeat: boolean): Promise<Read<WireTarget>> =>
    createOnce({
      isRepeat,
      signal: context.signal,
      create: () => api.createTarget(streamId, json, context),
      find: async () => {
        const { data: stream, receivedAt } = await api.getStream(streamId, context);
        const data = stream.targets.find((target) => target.client_token === client_token);
        return data && { data, receivedAt };
      },
    });
  return (context: CallContext, isRepeat: boolean) =>
    serial.run(streamId, context.signal, () => make(context, isRepeat));
}

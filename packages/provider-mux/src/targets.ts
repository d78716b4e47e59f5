import {
  type CallContext,
  createOnce,
  isMultistreamError,
  type NewTarget,
  type ProviderAdapter,
} from "@polycast/core/provider";
import type { Answer } from "./api.ts";
import { toTargetFields } from "./check-input.ts";
import type { Deps } from "./deps.ts";
import { isSameDestination, readDestination } from "./destination-fields.ts";
import { explainRefusal } from "./explain-refusal.ts";
import { assertMuxId, isMuxId } from "./ids.ts";
import { mapCreatedTarget, mapTarget, type TargetRead } from "./map-target.ts";
import { isAsked } from "./match-targets.ts";
import { notIdle, statusOf, tooManyTargets } from "./refuse.ts";
import { toStream } from "./update-stream.ts";
import type { WireTarget } from "./wire/simulcast-target.ts";

/** The target calls of the adapter. A simulcast target is made, read and deleted, and nothing else. */
export function createTargets(deps: Deps): ProviderAdapter["targets"] {
  const { api, serial, repeats } = deps;
  return {
    async create(streamId, input, context) {
      assertMuxId("stream", streamId);
      const { idempotencyKey } = context;
      const made: Answer<WireTarget>[] = [];
      const id = await repeats.once(keyOf(streamId, idempotencyKey), () =>
        serial.run(streamId, context.signal, async () => {
          const answer = await createTarget(deps, streamId, input, context);
          made.push(answer);
          return answer.data.id;
        }),
      );
      const answer = made[0] ?? (await api.getTarget(streamId, id, context));
      return mapCreatedTarget(answer.data, input, readOf(streamId, answer));
    },
    async get(ref, context) {
      assertMuxId("stream", ref.streamId);
      assertMuxId("target", ref.id);
      const answer = await api.getTarget(ref.streamId, ref.id, context);
      return mapTarget(answer.data, readOf(ref.streamId, answer));
    },
    async list(streamId, context) {
      assertMuxId("stream", streamId);
      // There is no list of targets: they are part of their stream.
      return toStream(await api.getStream(streamId, context)).targets ?? [];
    },
    async delete(ref, context) {
      if (!isMuxId(ref.streamId) || !isMuxId(ref.id)) return {};
      return serial.run(ref.streamId, context.signal, async () => {
        try {
          await api.deleteTarget(ref.streamId, ref.id, context);
        } catch (error) {
          if (statusOf(error) !== 404) throw await explainRefusal(deps, ref.streamId, "target.delete", error, context);
        }
        return {};
      });
    },
    async hasDestination(ref, destination, context) {
      assertMuxId("stream", ref.streamId);
      assertMuxId("target", ref.id);
      const { data } = await api.getTarget(ref.streamId, ref.id, context);
      const known = readDestination(data);
      return known !== undefined && isSameDestination(known, destination);
    },
  };
}

/** Looks first: what is refused for the stream's state or its number of targets is refused without trying. */
async function createTarget(
  { api, capabilities }: Deps,
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
        const { data, sentAt, receivedAt } = await api.getStream(streamId, context);
        const found = data.simulcast_targets?.find((target) => !before.has(target.id) && isAsked(target, fields));
        return found && { data: found, sentAt, receivedAt };
      },
    });
  } catch (error) {
    throw isMultistreamError(error)
      ? await explainRefusal({ api, capabilities }, streamId, "target.create", error, context)
      : error;
  }
}

function readOf(streamId: string, { receivedAt }: Pick<Answer<unknown>, "receivedAt">): TargetRead {
  return { streamId, observedAt: new Date(receivedAt).toISOString() };
}

function keyOf(streamId: string, idempotencyKey: string | undefined): string | undefined {
  return idempotencyKey === undefined ? undefined : `target ${streamId} ${idempotencyKey}`;
}

import {
  type NewStream,
  parseInput,
  pageLimitSchema,
  type ProviderAdapter,
  type Target,
} from "@polycast/core/provider";
import type { TargetFields } from "./api.ts";
import { createStreamCreator } from "./create-stream.ts";
import type { Deps } from "./deps.ts";
import { assertMuxId, isMuxId } from "./ids.ts";
import { ingestOf } from "./ingest.ts";
import { mapCreatedTarget } from "./map-target.ts";
import { inAskedOrder } from "./match-targets.ts";
import { pageOf, toPage } from "./page-cursor.ts";
import { toInlineTargets } from "./check-input.ts";
import { statusOf } from "./refuse.ts";
import { act, type StreamRead, toStream, updateStream } from "./update-stream.ts";

/** The stream calls of the adapter. */
export function createStreams(deps: Deps): ProviderAdapter["streams"] {
  const { api, serial, repeats, settings } = deps;
  const createStream = createStreamCreator(deps);
  return {
    async create(input, context) {
      const { idempotencyKey } = context;
      const made: StreamRead[] = [];
      const id = await repeats.once(idempotencyKey === undefined ? undefined : `stream ${idempotencyKey}`, async () => {
        const created = await createStream(input, context);
        made.push(created);
        return created.data.id;
      });
      const read = made[0] ?? (await api.getStream(id, context));
      const targets = targetsOf(read, input, toInlineTargets(input, deps.capabilities));
      const stream = toStream(read);
      return { stream: targets ? { ...stream, targets } : stream, ingest: ingestOf(read.data, settings.region) };
    },
    async get(id, context) {
      assertMuxId("stream", id);
      return toStream(await api.getStream(id, context));
    },
    async list(query, context) {
      const limit = parseInput(pageLimitSchema, query.limit, "limit");
      const page = pageOf({ ...query, limit });
      const { data, receivedAt } = await api.listStreams({ page, limit }, context);
      return toPage(
        data.map((wire) => toStream({ data: wire, receivedAt })),
        { page, limit },
      );
    },
    async update(id, patch, context) {
      assertMuxId("stream", id);
      return updateStream(deps, id, patch, context);
    },
    async end(id, context) {
      assertMuxId("stream", id);
      return serial.run(id, context.signal, () => act(deps, id, "complete", context));
    },
    async delete(id, context) {
      if (!isMuxId(id)) return;
      await serial.run(id, context.signal, () =>
        api.deleteStream(id, context).catch((error: unknown) => {
          if (statusOf(error) !== 404) throw error;
        }),
      );
    },
    async getIngest(id, context) {
      assertMuxId("stream", id);
      return ingestOf((await api.getStream(id, context)).data, settings.region);
    },
    async rotateIngest(id, context) {
      assertMuxId("stream", id);
      return serial.run(id, context.signal, async () =>
        ingestOf((await api.resetStreamKey(id, context)).data, settings.region),
      );
    },
  };
}

/** The targets of a new stream as they were asked for; undefined when, after a repeat, they are others. */
function targetsOf({ data, receivedAt }: StreamRead, input: NewStream, asked: TargetFields[]): Target[] | undefined {
  const read = { streamId: data.id, observedAt: new Date(receivedAt).toISOString() };
  return inAskedOrder(data.simulcast_targets ?? [], asked)?.flatMap((wire, index) => {
    const wanted = input.targets[index];
    return wanted ? [mapCreatedTarget(wire, wanted, read)] : [];
  });
}

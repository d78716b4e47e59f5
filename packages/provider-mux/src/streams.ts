import {
  ifThere,
  type NewStream,
  parseInput,
  pageLimitSchema,
  pageOf,
  type ProviderAdapter,
  type Target,
  toPage,
  readBack,
} from "@polycast/core/provider";
import type { Answer, TargetFields } from "./api.ts";
import { checkStream, toInlineTargets } from "./check-input.ts";
import { createStreamCreator } from "./create-stream.ts";
import { ingestOf } from "./ingest.ts";
import { toStream } from "./map-stream.ts";
import { toCreatedTarget } from "./map-target.ts";
import { inAskedOrder } from "./match-targets.ts";
import type { Parts } from "./parts.ts";
import { act, updateStream } from "./update-stream.ts";
import type { WireStream } from "./wire/live-stream.ts";

/** The stream calls of the adapter. */
export function createStreams(parts: Parts): ProviderAdapter["streams"] {
  const { api, serial, repeats, settings } = parts;
  const createStream = createStreamCreator(parts);
  return {
    async create(input, context) {
      const read = await repeats.answer("stream", context, {
        input,
        make: createStream(input),
        idOf: ({ data }) => data.id,
        read: (id) => api.getStream(id, context),
      });
      const targets = targetsOf(read, input, toInlineTargets(input, parts.capabilities));
      const stream = toStream(read);
      return {
        stream: targets ? { ...stream, targets } : stream,
        ingest: await readBack(() => ingestOf(read.data, settings.region)),
      };
    },
    get: async (id, context) => toStream(await api.getStream(id, context)),
    async list(query, context) {
      const limit = parseInput(pageLimitSchema, query.limit, "limit");
      const page = pageOf("mux", { ...query, limit });
      const answer = await api.listStreams({ page, limit }, context);
      const streams = answer.data.map((data) => toStream({ ...answer, data }));
      return toPage(streams, { page, limit });
    },
    update: (id, patch, context) => updateStream(parts, id, patch, context),
    end: (id, context) => serial.run(id, context.signal, () => act(parts, id, "complete", context)),
    async delete(id, context) {
      await serial.run(id, context.signal, () => ifThere(api.deleteStream(id, context)));
    },
    getIngest: async (id, context) => ingestOf((await api.getStream(id, context)).data, settings.region),
    rotateIngest: (id, context) =>
      serial.run(id, context.signal, async () => {
        const { data } = await api.resetStreamKey(id, context);
        return readBack(() => ingestOf(data, settings.region));
      }),
    check(input) {
      checkStream(input);
      toInlineTargets(input, parts.capabilities);
    },
  };
}

/** The targets of a new stream as they were asked for; undefined when, after a repeat, they are others. */
function targetsOf(
  { data, receivedAt }: Answer<WireStream>,
  input: NewStream,
  asked: TargetFields[],
): Target[] | undefined {
  return inAskedOrder(data.simulcast_targets ?? [], asked)?.flatMap((wire, index) => {
    const wanted = input.targets[index];
    return wanted ? [toCreatedTarget(wire, wanted, { streamId: data.id, receivedAt })] : [];
  });
}

import { createSerial } from "../calls/serial.ts";
import type { Operation } from "../capabilities/decide.ts";
import { streamOperations } from "../capabilities/operations-of.ts";
import { redactDestination } from "../destination/redact-destination.ts";
import { parseInput } from "../errors/invalid-argument.ts";
import { restate } from "../errors/restate.ts";
import { createStreamSchema, type NewTarget, type StreamPatch, updateStreamAndTargetsSchema } from "../model/inputs.ts";
import type { Notice } from "../model/notice.ts";
import type { Stream } from "../model/stream.ts";
import { checkStored, checkTargets } from "./check-target.ts";
import type { Call, ClientParts } from "./client-parts.ts";
import { missingMethod } from "./missing-method.ts";
import type { CallOptions, StreamsClient } from "./multistream.ts";
import { createPage, pageLimitSchema } from "./page.ts";
import { ownProviderOptions } from "./provider-options.ts";

const PARTLY_DONE = "A part of it was done: read the stream, or send the same again, which does the rest.";

type Patch = StreamPatch & { targets?: NewTarget[] | undefined };

/** The stream calls of the client over one adapter. */
export function createStreamsClient({ provider, capabilities, wishes, run, read, allow }: ClientParts): StreamsClient {
  const lists = createSerial();

  async function patch(
    operations: readonly Operation[],
    id: string,
    { targets, ...input }: Patch,
    options?: CallOptions,
  ): Promise<Stream> {
    const later = targets && (await import("../loaded-later.ts"));
    const change = async (call: Call): Promise<Stream> => {
      const { adapter, context } = call;
      await allow(operations, id, call);
      const table = await capabilities();
      checkStored(table, provider, "stream", input);
      const own = ownProviderOptions(provider, input);
      const owns = targets?.map((target) => ownProviderOptions(provider, target)) ?? [];
      checkTargets(table, provider, targets ?? []);
      const list = owns.map(({ input }) => ({ input, shown: redactDestination(input.destination) }));
      const checked = await later?.checkTargetList(call, { streamId: id, wanted: list, capabilities: table, wishes });
      const progress = { begun: false };
      try {
        let stream: Stream | undefined;
        if (operations.length > 0 || !checked) {
          if (!adapter.streams.update) throw missingMethod("stream.update", provider);
          stream = await adapter.streams.update(id, own.input, context);
          progress.begun = true;
          wishes.tell({ what: "stream", did: "updated", stream });
        }
        if (checked) {
          await checked.apply(progress);
          stream = undefined;
        }
        stream ??= await adapter.streams.get(id, context);
        return { ...stream, notices: [...stream.notices, ...distinct([own, ...owns].flatMap((part) => part.notices))] };
      } catch (error) {
        throw progress.begun ? restate(error, { outcome: "unknown", hint: PARTLY_DONE }) : error;
      }
    };
    return run(options, (call) =>
      // Two lists that are compared with the same targets would both create what is missing.
      targets ? lists.run(id, call.context.signal, () => change(call)) : change(call),
    );
  }

  return {
    create: (input, options) =>
      run(options, async ({ adapter, context }) => {
        const wanted = parseInput(createStreamSchema, input, "stream");
        const table = await capabilities();
        checkStored(table, provider, "stream", wanted);
        checkTargets(table, provider, wanted.targets);
        const own = ownProviderOptions(provider, wanted);
        const targets = wanted.targets.map((target) => ownProviderOptions(provider, target));
        const asked = { ...own.input, targets: targets.map((target) => target.input) };
        const created = await adapter.streams.create(asked, context);
        wishes.tell({ what: "stream", did: "created", stream: created.stream });
        const foreign = [own, ...targets].flatMap((part) => part.notices);
        const notices = [...created.stream.notices, ...distinct(foreign)];
        return { ...created, stream: { ...created.stream, notices } };
      }),
    get: (id, options) => read(options, ({ adapter, context }) => adapter.streams.get(id, context)),
    list: (options) => {
      const fetchPage = (cursor?: string) =>
        read(options, async ({ adapter, context }) => {
          const limit = parseInput(pageLimitSchema, options?.limit, "limit");
          return adapter.streams.list(cursor === undefined ? { limit } : { limit, cursor }, context);
        });
      return createPage(fetchPage, options?.cursor);
    },
    update: async (id, input, options) => {
      const wanted = parseInput(updateStreamAndTargetsSchema, input, "stream");
      const { targets: _targets, ...own } = wanted;
      return patch(streamOperations(own), id, wanted, options);
    },
    enable: (id, options) => patch(["stream.enable"], id, { enabled: true }, options),
    disable: (id, options) => patch(["stream.disable"], id, { enabled: false }, options),
    end: (id, options) =>
      run(options, async (call) => {
        const { adapter, context } = call;
        await allow(["stream.end"], id, call);
        if (!adapter.streams.end) throw missingMethod("stream.end", provider);
        return adapter.streams.end(id, context);
      }),
    delete: (id, options) =>
      run(options, async (call) => {
        const { adapter, context } = call;
        await allow(["stream.delete"], id, call);
        await adapter.streams.delete(id, context);
        wishes.tell({ what: "stream", did: "deleted", streamId: id });
      }),
    getIngest: (id, options) => read(options, ({ adapter, context }) => adapter.streams.getIngest(id, context)),
    rotateIngest: (id, options) =>
      run(options, async (call) => {
        const { adapter, context } = call;
        await allow(["stream.rotateIngest"], id, call);
        if (!adapter.streams.rotateIngest) throw missingMethod("stream.rotateIngest", provider);
        return adapter.streams.rotateIngest(id, context);
      }),
  };
}

/** Ten targets with the same foreign options are one thing to know. */
function distinct(notices: Notice[]): Notice[] {
  return [...new Map(notices.map((notice) => [notice.message, notice])).values()];
}

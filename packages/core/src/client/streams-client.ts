import type { Operation } from "../capabilities/decide.ts";
import { streamOperations } from "../capabilities/operations-of.ts";
import { redactDestination } from "../destination/redact-destination.ts";
import { parseInput } from "../errors/invalid-argument.ts";
import { createStreamSchema, type NewTarget, type StreamPatch, updateStreamAndTargetsSchema } from "../model/inputs.ts";
import type { Notice } from "../model/notice.ts";
import type { Stream } from "../model/stream.ts";
import { checkStored, checkTargets } from "./check-target.ts";
import type { ClientParts } from "./client-parts.ts";
import { missingMethod } from "./missing-method.ts";
import type { CallOptions, StreamsClient } from "./multistream.ts";
import { createPage, pageLimitSchema } from "./page.ts";
import { ownProviderOptions } from "./provider-options.ts";

type Patch = StreamPatch & { targets?: NewTarget[] | undefined };

/** The stream calls of the client over one adapter. */
export function createStreamsClient({ provider, capabilities, wishes, run, allow }: ClientParts): StreamsClient {
  async function patch(
    operations: readonly Operation[],
    id: string,
    { targets, ...input }: Patch,
    options?: CallOptions,
  ): Promise<Stream> {
    const later = targets && (await import("../loaded-later.ts"));
    return run(options, async (call) => {
      const { adapter, context } = call;
      await allow(operations, id, call);
      const table = await capabilities();
      checkStored(table, provider, "stream", input);
      const own = ownProviderOptions(provider, input);
      const owns = targets?.map((target) => ownProviderOptions(provider, target)) ?? [];
      checkTargets(table, provider, targets ?? []);
      const list = owns.map(({ input }) => ({ input, shown: redactDestination(input.destination) }));
      const checked = await later?.checkTargetList(call, { streamId: id, wanted: list, capabilities: table, wishes });
      let stream: Stream | undefined;
      if (operations.length > 0 || !checked) {
        if (!adapter.streams.update) throw missingMethod("stream.update", provider);
        stream = await adapter.streams.update(id, own.input, context);
        wishes.tell({ what: "stream", did: "updated", stream });
      }
      if (checked) {
        await checked.apply();
        stream = undefined;
      }
      stream ??= await adapter.streams.get(id, context);
      return { ...stream, notices: [...stream.notices, ...distinct([own, ...owns].flatMap((part) => part.notices))] };
    });
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
    get: (id, options) => run(options, ({ adapter, context }) => adapter.streams.get(id, context)),
    list: (options) => {
      const fetchPage = (cursor?: string) =>
        run(options, async ({ adapter, context }) => {
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
    getIngest: (id, options) => run(options, ({ adapter, context }) => adapter.streams.getIngest(id, context)),
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

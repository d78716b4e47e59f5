import { assertAllowed, assertTargetCount, type Operation } from "../capabilities/decide.ts";
import { streamOperations } from "../capabilities/operations-of.ts";
import type { CallContext } from "../contract/call-context.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import { parseInput } from "../errors/invalid-argument.ts";
import type { Capabilities } from "../model/capabilities.ts";
import { createStreamSchema, type NewTarget, type StreamPatch, updateStreamAndTargetsSchema } from "../model/inputs.ts";
import type { Notice } from "../model/notice.ts";
import type { Stream } from "../model/stream.ts";
import { checkTargetList } from "./apply-target-list.ts";
import { call } from "./call.ts";
import { checkStored, checkTarget } from "./check-target.ts";
import { streamStateFor } from "./stream-state-for.ts";
import { missingMethod } from "./missing-method.ts";
import type { CallOptions, StreamsClient } from "./multistream.ts";
import { createPage, pageLimitSchema } from "./page.ts";
import { ownProviderOptions } from "./provider-options.ts";
import type { Wishes } from "./wishes.ts";

/** The stream calls of the client over one adapter. */
export function createStreamsClient(
  adapter: ProviderAdapter,
  capabilities: () => Promise<Capabilities>,
  wishes: Wishes,
): StreamsClient {
  const provider = adapter.name;
  const run = <T>(options: CallOptions | undefined, body: (context: CallContext) => Promise<T>): Promise<T> =>
    call(provider, options, body);

  async function allow(operation: Operation, id: string, context: CallContext): Promise<void> {
    const table = await capabilities();
    assertAllowed(table, operation, provider, await streamStateFor(adapter, table, operation, id, context));
  }

  type Patch = StreamPatch & { targets?: NewTarget[] | undefined };

  function patch(operations: readonly Operation[], id: string, { targets, ...input }: Patch, options?: CallOptions) {
    return run(options, async (context): Promise<Stream> => {
      for (const operation of operations) await allow(operation, id, context);
      const table = await capabilities();
      checkStored(table, provider, "stream", input);
      const own = ownProviderOptions(provider, input);
      const owns = targets?.map((target) => ownProviderOptions(provider, target)) ?? [];
      const list = owns.map((target) => target.input);
      const checked = targets && (await checkTargetList(adapter, table, wishes, id, list, context));
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
      run(options, async (context) => {
        const wanted = parseInput(createStreamSchema, input, "stream");
        const table = await capabilities();
        checkStored(table, provider, "stream", wanted);
        for (const [index, target] of wanted.targets.entries())
          checkTarget(table, provider, target, `targets.${index}.`);
        assertTargetCount(table, provider, wanted.targets.length);
        const own = ownProviderOptions(provider, wanted);
        const targets = wanted.targets.map((target) => ownProviderOptions(provider, target));
        const asked = { ...own.input, targets: targets.map((target) => target.input) };
        const created = await adapter.streams.create(asked, context);
        wishes.tell({ what: "stream", did: "created", stream: created.stream });
        const foreign = [own, ...targets].flatMap((part) => part.notices);
        const notices = [...created.stream.notices, ...distinct(foreign)];
        return { ...created, stream: { ...created.stream, notices } };
      }),
    get: (id, options) => run(options, (context) => adapter.streams.get(id, context)),
    list: (options) => {
      const fetchPage = (cursor?: string) =>
        run(options, async (context) => {
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
      run(options, async (context) => {
        await allow("stream.end", id, context);
        if (!adapter.streams.end) throw missingMethod("stream.end", provider);
        return adapter.streams.end(id, context);
      }),
    delete: (id, options) =>
      run(options, async (context) => {
        await allow("stream.delete", id, context);
        await adapter.streams.delete(id, context);
        wishes.tell({ what: "stream", did: "deleted", streamId: id });
      }),
    getIngest: (id, options) => run(options, (context) => adapter.streams.getIngest(id, context)),
    rotateIngest: (id, options) =>
      run(options, async (context) => {
        await allow("stream.rotateIngest", id, context);
        if (!adapter.streams.rotateIngest) throw missingMethod("stream.rotateIngest", provider);
        return adapter.streams.rotateIngest(id, context);
      }),
  };
}

/** Ten targets with the same foreign options are one thing to know. */
function distinct(notices: Notice[]): Notice[] {
  return [...new Map(notices.map((notice) => [notice.message, notice])).values()];
}

import { assertAllowed, type Operation } from "../capabilities/decide.ts";
import { targetOperations } from "../capabilities/operations-of.ts";
import type { CallContext } from "../contract/call-context.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import { parseInput } from "../errors/invalid-argument.ts";
import type { Capabilities } from "../model/capabilities.ts";
import { createTargetSchema, type TargetPatch, updateTargetSchema } from "../model/inputs.ts";
import type { Target, TargetRef } from "../model/target.ts";
import { call } from "./call.ts";
import { checkTarget } from "./check-target.ts";
import { missingMethod } from "./missing-method.ts";
import type { CallOptions, TargetsClient } from "./multistream.ts";
import { ownProviderOptions } from "./provider-options.ts";
import { streamStateFor } from "./stream-state-for.ts";
import type { Wishes } from "./wishes.ts";

/** The target calls of the client over one adapter. */
export function createTargetsClient(
  adapter: ProviderAdapter,
  capabilities: () => Promise<Capabilities>,
  wishes: Wishes,
): TargetsClient {
  const provider = adapter.name;
  const run = <T>(options: CallOptions | undefined, body: (context: CallContext) => Promise<T>): Promise<T> =>
    call(provider, options, body);

  async function allow(operations: readonly Operation[], streamId: string, context: CallContext): Promise<void> {
    const table = await capabilities();
    for (const operation of operations) {
      const state = await streamStateFor(adapter, table, operation, streamId, context);
      assertAllowed(table, operation, provider, state);
    }
  }

  function patch(ref: TargetRef, wanted: TargetPatch, options?: CallOptions): Promise<Target> {
    return run(options, async (context) => {
      const own = ownProviderOptions(provider, wanted);
      await allow(targetOperations(own.input), ref.streamId, context);
      checkTarget(await capabilities(), provider, wanted);
      if (!adapter.targets.update) throw missingMethod("target.update", provider);
      const target = await adapter.targets.update(ref, own.input, context);
      wishes.tell({ what: "target", did: "updated", target });
      return { ...target, notices: [...target.notices, ...own.notices] };
    });
  }

  return {
    create: (streamId, input, options) =>
      run(options, async (context) => {
        const wanted = parseInput(createTargetSchema, input, "target");
        checkTarget(await capabilities(), provider, wanted);
        await allow(["target.create"], streamId, context);
        const own = ownProviderOptions(provider, wanted);
        const target = await adapter.targets.create(streamId, own.input, context);
        wishes.tell({ what: "target", did: "created", target });
        return { ...target, notices: [...target.notices, ...own.notices] };
      }),
    list: (streamId, options) => run(options, (context) => adapter.targets.list(streamId, context)),
    get: (ref, options) => run(options, (context) => adapter.targets.get(ref, context)),
    update: async (ref, input, options) => patch(ref, parseInput(updateTargetSchema, input, "target"), options),
    enable: (ref, options) => patch(ref, { enabled: true }, options),
    disable: (ref, options) => patch(ref, { enabled: false }, options),
    restart: (ref, options) =>
      run(options, async (context) => {
        await allow(["target.restart"], ref.streamId, context);
        if (!adapter.targets.restart) throw missingMethod("target.restart", provider);
        return adapter.targets.restart(ref, context);
      }),
    delete: (ref, options) =>
      run(options, async (context) => {
        await allow(["target.delete"], ref.streamId, context);
        const answer = await adapter.targets.delete(ref, context);
        if (!answer.pending) wishes.tell({ what: "target", did: "deleted", target: ref });
        return answer;
      }),
  };
}

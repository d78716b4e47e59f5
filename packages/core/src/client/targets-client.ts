import { targetOperations } from "../capabilities/operations-of.ts";
import { parseInput } from "../errors/invalid-argument.ts";
import { createTargetSchema, type TargetPatch, updateTargetSchema } from "../model/inputs.ts";
import type { Target, TargetRef } from "../model/target.ts";
import { checkTarget } from "./check-target.ts";
import type { ClientParts } from "./client-parts.ts";
import { missingMethod } from "./missing-method.ts";
import type { CallOptions, TargetsClient } from "./multistream.ts";
import { ownProviderOptions } from "./provider-options.ts";

/** The target calls of the client over one adapter. */
export function createTargetsClient({ provider, capabilities, wishes, run, read, allow }: ClientParts): TargetsClient {
  function patch(ref: TargetRef, wanted: TargetPatch, options?: CallOptions): Promise<Target> {
    return run(options, async (call) => {
      const { adapter, context } = call;
      const own = ownProviderOptions(provider, wanted);
      await allow(targetOperations(own.input), ref.streamId, call);
      checkTarget(await capabilities(), provider, wanted);
      if (!adapter.targets.update) throw missingMethod("target.update", provider);
      const target = await adapter.targets.update(ref, own.input, context);
      wishes.tell({ what: "target", did: "updated", target });
      return { ...target, notices: [...target.notices, ...own.notices] };
    });
  }

  return {
    create: (streamId, input, options) =>
      run(options, async (call) => {
        const { adapter, context } = call;
        const wanted = parseInput(createTargetSchema, input, "target");
        checkTarget(await capabilities(), provider, wanted);
        await allow(["target.create"], streamId, call);
        const own = ownProviderOptions(provider, wanted);
        const target = await adapter.targets.create(streamId, own.input, context);
        wishes.tell({ what: "target", did: "created", target });
        return { ...target, notices: [...target.notices, ...own.notices] };
      }),
    list: (streamId, options) => read(options, ({ adapter, context }) => adapter.targets.list(streamId, context)),
    get: (ref, options) => read(options, ({ adapter, context }) => adapter.targets.get(ref, context)),
    update: async (ref, input, options) => patch(ref, parseInput(updateTargetSchema, input, "target"), options),
    enable: (ref, options) => patch(ref, { enabled: true }, options),
    disable: (ref, options) => patch(ref, { enabled: false }, options),
    restart: (ref, options) =>
      run(options, async (call) => {
        const { adapter, context } = call;
        await allow(["target.restart"], ref.streamId, call);
        if (!adapter.targets.restart) throw missingMethod("target.restart", provider);
        return adapter.targets.restart(ref, context);
      }),
    delete: (ref, options) =>
      run(options, async (call) => {
        const { adapter, context } = call;
        await allow(["target.delete"], ref.streamId, call);
        const answer = await adapter.targets.delete(ref, context);
        if (!answer.pending) wishes.tell({ what: "target", did: "deleted", target: ref });
        return answer;
      }),
  };
}

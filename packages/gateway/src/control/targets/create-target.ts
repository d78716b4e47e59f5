import type { Target } from "@polycast/core";
import { targetWish } from "@polycast/core/host";
import { assertAllowed, assertTargetCount, checkTarget, createTargetSchema, parseInput } from "@polycast/core/provider";
import { insertTarget, type StreamRecord, targetsOf } from "../../store/index.ts";
import { toTimestamp } from "../clock.ts";
import { composeTarget } from "../compose.ts";
import { appendEvents } from "../events/event-log.ts";
import type { Instance } from "../providers/instances.ts";
import { findStreamRecord } from "../lookup.ts";
import type { Parts } from "../parts.ts";
import { inputFor } from "../providers/provider-input.ts";
import { beforeAnswer } from "../observing/take-answer.ts";
import { newTargetRecord } from "./target-record.ts";
import { inTwoSteps } from "../two-steps.ts";

/** Makes a target on a stream, at its provider and in the store. */
export async function createTarget(parts: Parts, streamId: string, input: unknown): Promise<Target> {
  const wanted = parseInput(createTargetSchema, input, "target");
  const found = await findStreamRecord(parts, streamId);
  const instance = parts.instances.require(found.provider);
  const table = await instance.capabilities();
  checkTarget(table, instance.name, { destination: wanted.destination, rendition: wanted.rendition });
  const own = inputFor(instance, table.stores.target, wanted);
  const { adapter } = instance;
  return parts.mutex.run(found.id, () =>
    parts.observer.expecting(instance.name, async () => {
      const stream = await findStreamRecord(parts, found.id);
      await assertRoom(parts, instance, stream);
      const taker = beforeAnswer(parts, stream.id);
      return inTwoSteps({
        what: "The target",
        call: () => instance.call((context) => adapter.targets.create(stream.providerId, own.input, context)),
        store: async (answer) => {
          const { sealer, clock, bindings, register, store } = parts;
          const now = clock.now();
          const record = newTargetRecord(sealer, stream.id, wanted, answer, own.notices, now);
          const target = composeTarget(record, instance.name, answer);
          await store.write((transaction) => {
            insertTarget(transaction, record);
            appendEvents(transaction, [targetWish("target.created", target, toTimestamp(now))]);
          });
          register.putTarget(target);
          taker.adopt(record.id, answer);
          bindings.bindTarget({ streamId: stream.id, targetId: record.id }, record.providerId, record.reference);
          parts.wake();
          return target;
        },
        undo: ({ id }) =>
          instance.call((context) => adapter.targets.delete({ streamId: stream.providerId, id }, context)),
        remedy: ({ id }) => `The target "${id}" may remain at ${instance.name}: delete it there if it does.`,
      });
    }),
  );
}

async function assertRoom({ store, register }: Parts, instance: Instance, stream: StreamRecord): Promise<void> {
  const table = await instance.capabilities();
  assertAllowed(table, "target.create", instance.name, register.get(stream.id)?.status.state);
  const count = await store.read((reader) => targetsOf(reader, stream.id).length);
  assertTargetCount(table, instance.name, count + 1);
}

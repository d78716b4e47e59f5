import { isMultistreamError, type Pending } from "@polycast/core";
import { deleteTarget as deleteRow, type StreamRecord, type TargetRecord } from "../../store/index.ts";
import { toTimestamp } from "../clock.ts";
import { appendEvents } from "../events/event-log.ts";
import { targetWish } from "@polycast/core/host";
import { assertAllowed } from "@polycast/core/provider";
import { findStreamRecord, findTargetRecord, type TargetPath } from "../lookup.ts";
import type { Parts } from "../parts.ts";
import { readTarget } from "../read-model.ts";
import { inTwoSteps } from "../two-steps.ts";

/** Deletes a target at its provider and in the store. One that is gone already is a success. */
export async function deleteTarget(parts: Parts, path: TargetPath): Promise<{ pending?: Pending }> {
  const found = await find(parts, path);
  if (!found) return {};
  return parts.mutex.run(found.stream.id, async () => {
    const current = await find(parts, path);
    if (!current) return {};
    const { stream, record } = current;
    const instance = parts.instances.require(stream.provider);
    const state = parts.register.get(stream.id)?.status.state;
    assertAllowed(await instance.capabilities(), "target.delete", instance.name, state);
    const ref = { streamId: stream.providerId, id: record.providerId };
    return inTwoSteps({
      what: "The target",
      call: () => instance.call((context) => instance.adapter.targets.delete(ref, context)),
      store: async (answer) => {
        await store(parts, stream, record);
        return answer;
      },
      remedy: () => "It is deleted at the provider; repeat the call to delete it here too.",
    });
  });
}

async function find(
  parts: Parts,
  path: TargetPath,
): Promise<{ stream: StreamRecord; record: TargetRecord } | undefined> {
  try {
    const stream = await findStreamRecord(parts, path.streamId);
    return { stream, record: await findTargetRecord(parts, stream, path.id) };
  } catch (error) {
    if (isMultistreamError(error, "not_found")) return undefined;
    throw error;
  }
}

async function store(parts: Parts, stream: StreamRecord, record: TargetRecord): Promise<void> {
  const { register, bindings, pollers, clock } = parts;
  const target = readTarget(register, stream, record);
  await parts.store.write((transaction) => {
    deleteRow(transaction, record.id);
    appendEvents(transaction, [targetWish("target.deleted", target, toTimestamp(clock.now()))]);
  });
  register.removeTarget(stream.id, record.id);
  bindings.unbindTarget({ streamId: stream.id, targetId: record.id });
  pollers.hintOurs(stream.id);
  parts.wake();
}

import { deleteStream as deleteRow, getStream, type StreamRecord } from "../../store/index.ts";
import { toTimestamp } from "../clock.ts";
import { appendEvents } from "../events/event-log.ts";
import { streamWish } from "@polycast/core/host";
import { assertAllowed } from "@polycast/core/provider";
import { findStreamRecord } from "../lookup.ts";
import type { Parts } from "../parts.ts";
import { composeStream } from "../compose.ts";
import { inTwoSteps } from "../two-steps.ts";
import { isMultistreamError } from "@polycast/core";

/** Deletes a stream with its targets, at its provider and in the store. One that is gone already is a success. */
export async function deleteStream(parts: Parts, id: string): Promise<void> {
  const found = await findStreamRecord(parts, id).catch((error: unknown) => {
    if (isMultistreamError(error, "not_found")) return undefined;
    throw error;
  });
  if (!found) return;
  await parts.mutex.run(found.id, async () => {
    const record = await parts.store.read((reader) => getStream(reader, found.id));
    if (!record) return;
    const instance = parts.instances.require(record.provider);
    const state = parts.register.get(record.id)?.status.state;
    assertAllowed(await instance.capabilities(), "stream.delete", instance.name, state);
    await inTwoSteps({
      what: "The stream",
      call: () => instance.call((context) => instance.adapter.streams.delete(record.providerId, context)),
      store: () => store(parts, record),
      remedy: () => "It is deleted at the provider; repeat the call to delete it here too.",
    });
  });
}

async function store({ store, register, bindings, wake, clock }: Parts, record: StreamRecord): Promise<void> {
  const stream = composeStream(record, register.get(record.id));
  await store.write((transaction) => {
    deleteRow(transaction, record.id);
    appendEvents(transaction, [streamWish("stream.deleted", stream, toTimestamp(clock.now()))]);
  });
  register.remove(record.id);
  bindings.unbindStream(record.id);
  wake();
}

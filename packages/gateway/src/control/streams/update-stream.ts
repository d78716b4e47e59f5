import type { Notice, Stream } from "@polycast/core";
import { missingMethod, streamWish } from "@polycast/core/host";
import {
  assertAllowed,
  streamOperations,
  parseInput,
  type StreamPatch,
  updateStreamSchema,
} from "@polycast/core/provider";
import { type StreamRecord, updateStream as updateRow } from "../../store/index.ts";
import { toTimestamp } from "../clock.ts";
import { composeStream, withAnswer } from "../compose.ts";
import { differences, pickDefined } from "../differences.ts";
import { appendEvents } from "../events/event-log.ts";
import type { Instance } from "../providers/instances.ts";
import { findStreamRecord } from "../lookup.ts";
import type { Parts } from "../parts.ts";
import { inputFor } from "../providers/provider-input.ts";
import { readStream } from "../read-model.ts";
import { beforeAnswer } from "../observing/take-answer.ts";
import { inTwoSteps } from "../two-steps.ts";

/** What the gateway keeps of a stream. */
const kept = ["name", "enabled", "reference", "metadata"] as const;

/** Changes a stream at its provider, then in the store. What is as asked for already is not sent again. */
export async function updateStream(parts: Parts, id: string, input: unknown): Promise<Stream> {
  const patch = parseInput(updateStreamSchema, input, "stream");
  const found = await findStreamRecord(parts, id);
  return parts.mutex.run(found.id, async () => {
    const record = await findStreamRecord(parts, found.id);
    const instance = parts.instances.require(record.provider);
    const changes = differences(patch, record);
    const own = await ownPatch(parts, instance, record, changes);
    const sent = kept.filter((key) => key in own.patch);
    const taker = beforeAnswer(parts, record.id);
    await inTwoSteps({
      what: "The stream",
      call: () => send(instance, record, own.patch),
      store: async (answer) => {
        await store(parts, record, changes, answer);
        if (answer) taker.stream(answer);
      },
      undo: () => send(instance, record, pickDefined(record, sent)),
      remedy: () => "Read the stream and repeat the change: repeating it does no harm.",
    });
    const current = await findStreamRecord(parts, record.id);
    const stream = await parts.store.read((reader) => readStream(parts.register, reader, current));
    return { ...stream, notices: [...stream.notices, ...own.notices] };
  });
}

/** What the provider gets of a patch. @throws CapabilityError when it does not take it in this state. */
async function ownPatch(
  { register }: Parts,
  instance: Instance,
  record: StreamRecord,
  changes: StreamPatch,
): Promise<{ patch: StreamPatch; notices: Notice[] }> {
  const table = await instance.capabilities();
  const { input, notices } = inputFor(instance, table.stores.stream, changes);
  if (!table.stores.stream.includes("name")) delete input.name;
  for (const operation of streamOperations(input)) {
    assertAllowed(table, operation, instance.name, register.get(record.id)?.status.state);
  }
  return { patch: input, notices };
}

async function send(instance: Instance, record: StreamRecord, patch: StreamPatch): Promise<Stream | undefined> {
  if (Object.keys(patch).length === 0) return undefined;
  return instance.call(async (context) => {
    const { streams } = instance.adapter;
    if (!streams.update) throw missingMethod("stream.update", instance.name);
    return streams.update(record.providerId, patch, context);
  });
}

async function store(
  { store, clock, register, wake }: Parts,
  record: StreamRecord,
  changes: StreamPatch,
  answer: Stream | undefined,
): Promise<void> {
  const row = pickDefined(changes, kept);
  const changed = Object.keys(row);
  const before = register.get(record.id);
  const stream = composeStream({ ...record, ...row }, withAnswer(before, answer), before?.targets);
  if (changed.length > 0) {
    const now = clock.now();
    const previous = pickDefined(
      record,
      kept.filter((key) => key in row),
    );
    await store.write((transaction) => {
      updateRow(transaction, record.id, { ...row, updatedAt: now });
      appendEvents(transaction, [streamWish("stream.updated", stream, toTimestamp(now), { changed, previous })]);
    });
  }
  register.put(stream);
  wake();
}

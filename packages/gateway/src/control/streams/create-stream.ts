import { type Ingest, MultistreamError, type Stream, type Target } from "@polycast/core";
import { beginKnown, type Known, streamWish, targetWish } from "@polycast/core/host";
import { assertTargetCount, checkTarget, type NewStream, type NewTarget, parseInput } from "@polycast/core/provider";
import {
  insertStream,
  insertTarget,
  newId,
  saveStreamState,
  type StreamRecord,
  type TargetRecord,
} from "../../store/index.ts";
import { toTimestamp } from "../clock.ts";
import { composeStream, composeTarget } from "../compose.ts";
import { appendEvents } from "../events/event-log.ts";
import { createStreamInput } from "../inputs.ts";
import type { Instance } from "../providers/instances.ts";
import type { Parts } from "../parts.ts";
import { inputFor } from "../providers/provider-input.ts";
import { sealIngest } from "../sealed-values.ts";
import { newTargetRecord } from "../targets/target-record.ts";
import { inTwoSteps } from "../two-steps.ts";

/** The only answer beside the ingest itself that carries the encoder's credentials. */
export type CreatedStream = { stream: Stream; ingest: Ingest[] };

/** Makes a stream with its targets at a provider and stores it, all or nothing. */
export async function createStream(parts: Parts, input: unknown): Promise<CreatedStream> {
  const { provider, ...wanted } = parseInput(createStreamInput, input, "stream");
  const instance = parts.instances.pick(provider);
  const { own, notices } = await prepare(instance, wanted);
  return parts.observer.expecting(instance.name, () => {
    const sentAt = parts.clock.now();
    return inTwoSteps({
      what: "The stream",
      call: () => instance.call((context) => instance.adapter.streams.create(own, context)),
      store: async (answer) => {
        const made = compose(parts, instance, wanted, answer, notices);
        await store(parts, made, beginKnown({ ...made.stream, targets: made.targets }, sentAt));
        return { stream: made.stream, ingest: answer.ingest };
      },
      undo: ({ stream }) => instance.call((context) => instance.adapter.streams.delete(stream.id, context)),
      remedy: ({ stream }) => `The stream "${stream.id}" may remain at ${instance.name}: delete it there if it does.`,
    });
  });
}

type Made = { record: StreamRecord; targetRecords: TargetRecord[]; stream: Stream; targets: Target[] };

/** Checks everything that can be checked without a call, and makes what the provider is asked for. */
async function prepare(instance: Instance, wanted: NewStream) {
  const table = await instance.capabilities();
  assertTargetCount(table, instance.name, wanted.targets.length);
  for (const { destination, rendition } of wanted.targets) {
    checkTarget(table, instance.name, { destination, rendition });
  }
  const targets = wanted.targets.map((target) => inputFor(instance, table.stores.target, target));
  const stream = inputFor(instance, table.stores.stream, wanted);
  return {
    own: { ...stream.input, targets: targets.map(({ input }) => input) },
    notices: { stream: stream.notices, targets: targets.map((target) => target.notices) },
  };
}

function compose(
  parts: Parts,
  instance: Instance,
  wanted: NewStream,
  answer: CreatedStream,
  notices: Awaited<ReturnType<typeof prepare>>["notices"],
): Made {
  const { clock, sealer } = parts;
  const id = newId("stream");
  const createdAt = clock.now();
  const { reference, metadata } = wanted;
  const record: StreamRecord = {
    id,
    provider: instance.name,
    providerId: answer.stream.id,
    name: wanted.name,
    enabled: wanted.enabled,
    ...(reference === undefined ? {} : { reference }),
    ...(metadata === undefined ? {} : { metadata }),
    ingestSealed: sealIngest(sealer, id, answer.ingest),
    createdAt,
    updatedAt: createdAt,
  };
  const pairs = pair(instance, wanted.targets, answer.stream.targets ?? []);
  const targetRecords = pairs.map(([target, provided], index) =>
    newTargetRecord(sealer, id, target, provided, notices.targets[index] ?? [], createdAt),
  );
  const targets = targetRecords.map((target, index) => composeTarget(target, instance.name, pairs[index]?.[1]));
  const observed = { ...answer.stream, notices: [...answer.stream.notices, ...notices.stream] };
  return { record, targetRecords, stream: composeStream(record, observed, targets), targets };
}

/** A provider answers the targets in the order in which they were asked for. */
function pair(instance: Instance, wanted: NewTarget[], provided: Target[]): [NewTarget, Target][] {
  const pairs = wanted.flatMap((target, index): [NewTarget, Target][] => {
    const match = provided[index];
    return match ? [[target, match]] : [];
  });
  if (pairs.length === wanted.length && provided.length === wanted.length) return pairs;
  throw new MultistreamError(
    "provider_response_invalid",
    `${instance.name} did not answer with the targets asked for.`,
    {
      provider: instance.name,
      hint: "Please report this: the adapter does not keep its contract.",
    },
  );
}

async function store(parts: Parts, { record, targetRecords, stream, targets }: Made, known: Known): Promise<void> {
  const { bindings, register, clock } = parts;
  const now = clock.now();
  const at = toTimestamp(now);
  await parts.store.write((transaction) => {
    insertStream(transaction, record);
    for (const target of targetRecords) insertTarget(transaction, target);
    saveStreamState(transaction, { streamId: record.id, body: JSON.stringify(known.registers), at: now });
    appendEvents(transaction, [
      streamWish("stream.created", stream, at),
      ...targets.map((target) => targetWish("target.created", target, at)),
    ]);
  });
  register.begin(known);
  bindings.bindStream(record.id, record.provider, record.providerId);
  for (const { id, providerId, reference } of targetRecords) {
    bindings.bindTarget({ streamId: record.id, targetId: id }, providerId, reference);
  }
  parts.wake();
}

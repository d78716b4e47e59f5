import type { Notice, Stream } from "@polycast/core";
import { missingMethod, streamWish } from "@polycast/core/host";
import {
  assertAllowed,
  parseInput,
  type StreamPatch,
  streamOperations,
  updateStreamSchema,
} from "@polycast/core/provider";
import { type StreamRecord, targetsOf } from "../../store/index.ts";
import { assertPossible } from "../assert-possible.ts";
import { assertStreamChangeable } from "../assert-changeable.ts";
import { toTimestamp } from "../clock.ts";
import { differences, pickDefined } from "../differences.ts";
import { appendEvents } from "../events/event-log.ts";
import type { Instance } from "../providers/instances.ts";
import { findStreamRecord, requireStream } from "../lookup.ts";
import type { Scope } from "../parts.ts";
import { inputFor } from "../providers/provider-input.ts";
import { readStream } from "../read-model.ts";
import { beforeAnswer } from "../observing/take-answer.ts";
import { type TargetRules, targetRulesOf } from "../targets/about-targets.ts";
import { isLeft } from "../targets/put-wish.ts";
import { putStreamWish } from "./put-stream-wish.ts";

/** What the gateway keeps of a stream. */
const kept = ["name", "enabled", "reference", "metadata"] as const;

/**
 * Changes what is wanted of a stream. When this answers, the change is in effect, or `pending` says what is open. Options
 * of its provider are not kept: they are sent at once, and what goes wrong with them makes the call fail before anything
 * else is changed.
 */
export async function updateStream(scope: Scope, id: string, input: unknown): Promise<Stream> {
  const { store, views, register, clock, drift, reconciler, instances } = scope;
  const patch = parseInput(updateStreamSchema, input, "stream");
  const found = await findStreamRecord(scope, id);
  const rules = await targetRulesOf(instances, found.provider);
  const notices = await sendOptions(scope, found, rules, patch);
  await drift.beforeChange(found.id, { stream: true });
  const now = clock.now();
  const isChanged = await store.write(function* () {
    const record = yield* requireStream(found.id);
    assertStreamChangeable(record);
    yield* views.catchUp(record, yield* targetsOf(record.id));
    const changes = differences(pickDefined(patch, kept), record);
    assertPossible(rules.rules, rules.instance.name, streamOperations(pickDefined(changes, ["name", "enabled"])));
    // What others have changed is put back also by asking for what was asked for before.
    const said = isLeft(record) ? pickDefined(patch, kept) : changes;
    const changed = kept.filter((key) => key in said);
    if (changed.length === 0) return false;
    const next = yield* putStreamWish(record, changes, { table: rules.table, now });
    const change = { changed: [...changed], previous: pickDefined(record, changed) };
    yield* appendEvents([streamWish("stream.updated", views.toldStream(next), toTimestamp(now), change)]);
    return true;
  });
  if (isChanged) await reconciler.run(found.id);
  const stream = await store.read(function* () {
    return yield* readStream(views, yield* requireStream(found.id));
  });
  // What its targets are is held as it was put there.
  const { targets: _held, ...own } = stream;
  if (isChanged) register.put(own);
  return { ...stream, notices: [...stream.notices, ...notices] };
}

async function sendOptions(
  scope: Scope,
  found: StreamRecord,
  { instance, table }: TargetRules,
  { providerOptions }: StreamPatch,
): Promise<Notice[]> {
  const { input, notices } = inputFor(instance, [], { providerOptions });
  if (input.providerOptions === undefined) return notices;
  await scope.mutex.run(found.id, async () => {
    assertStreamChangeable(await findStreamRecord(scope, found.id));
    assertAllowed(table, "stream.update", instance.name, scope.register.get(found.id)?.status.state);
    const taker = beforeAnswer(scope, found.id);
    taker.stream(await send(instance, found, input));
  });
  return notices;
}

async function send(instance: Instance, { providerId }: StreamRecord, patch: StreamPatch): Promise<Stream> {
  return instance.call(async (context) => {
    const { streams } = instance.adapter;
    if (!streams.update) throw missingMethod("stream.update", instance.name);
    return streams.update(providerId, patch, context);
  });
}

import { isMultistreamError, MultistreamError, type Stream } from "@polycast/core";
import { missingMethod, streamWish } from "@polycast/core/host";
import { ifThere, type StreamPatch } from "@polycast/core/provider";
import { deleteStream, getStream, type StreamChanges, type StreamRecord, updateStream } from "../../../store/index.ts";
import { toTimestamp } from "../../clock.ts";
import { composeStream } from "../../compose.ts";
import { appendEvents } from "../../events/event-log.ts";
import { beforeAnswer } from "../../observing/take-answer.ts";
import { waitForLeftovers } from "../../switching/wait-for-leftovers.ts";
import { withColumns } from "../../targets/put-wish.ts";
import type { AcceptedStream } from "../accepted.ts";
import { keepsStreamName } from "../emulation.ts";
import { acceptedStreamAfter, streamChangesOf, type StreamStep } from "../stream-wishes.ts";
import type { Doing, Work } from "../work.ts";
import { afterFailure, afterLook, afterSuccess, beforeCall } from "../work-after.ts";
import { CALL_MS, observedNow, type Pass } from "./pass.ts";
import { readNow } from "./read-now.ts";
import { stateUnknown } from "./state-unknown.ts";
import { type StreamWork, streamWorkOf } from "./states.ts";
import { toStoredWork } from "./stored-work.ts";

type Outcome = { accepted?: AcceptedStream; work: Work | undefined };
type Call = Extract<StreamStep, { do: "delete" | "update" }>;

/**
 * Makes one step of a stream itself, as `performStep` does of a target.
 *
 * @throws MultistreamError when the store fails; what goes wrong at the provider is stored
 */
export async function performStreamStep(pass: Pass, stream: StreamWork, step: Call | { do: "look" }): Promise<void> {
  const { clock } = pass.tools;
  const doing: Doing | undefined = step.do === "look" ? undefined : step.do;
  if (doing) await changeStream(pass, ({ work }) => ({ work: beforeCall(work, doing, clock.now()) }));
  pass.onStep(`stream ${step.do}`);
  try {
    if (step.do === "look") await look(pass, stream);
    else if (step.do === "delete") await remove(pass, stream.record);
    else await update(pass, stream, step.patch);
  } catch (error) {
    if (!isMultistreamError(error)) throw error;
    await changeStream(pass, ({ work }) => ({ work: afterFailure(work, error, clock.now(), Math.random(), doing) }));
    if (error.code === "not_idle") await readNow(pass, stream.record).catch(() => undefined);
  }
}

async function remove(pass: Pass, record: StreamRecord): Promise<void> {
  const { instance } = pass;
  await ifThere(instance.call((context) => instance.adapter.streams.delete(record.providerId, context), CALL_MS));
  pass.onFreed(instance.name);
  await forget(pass, record);
}

async function update(
  pass: Pass,
  { record, wanted }: StreamWork,
  fields: Extract<Call, { do: "update" }>["patch"],
): Promise<void> {
  const { tools, instance, table } = pass;
  const patch: StreamPatch = {};
  if (fields.includes("name")) patch.name = wanted.name;
  if (fields.includes("enabled")) patch.enabled = wanted.enabled;
  const taker = beforeAnswer(tools, record.id);
  const answer = await instance.call(async (context) => {
    const { streams } = instance.adapter;
    if (!streams.update) throw missingMethod("stream.update", instance.name);
    return streams.update(record.providerId, patch, context);
  }, CALL_MS);
  const stored = await changeStream(pass, (current) => {
    const accepted = acceptedStreamAfter(fields, wanted, current.accepted);
    const isOpen = streamChangesOf(current.wanted, accepted, table).length > 0;
    return { accepted, work: afterSuccess(current.work, isOpen) };
  });
  if (stored) takeOver(pass, stored, answer);
  taker.stream(answer);
}

/** What its answer says beside the state, which goes through the register. */
function takeOver({ tools }: Pass, record: StreamRecord, answer: Stream): void {
  const known = tools.register.get(record.id);
  if (!known) return;
  const { status, session: _then, ...rest } = answer;
  const session = known.session === undefined ? {} : { session: known.session };
  tools.register.put(composeStream(record, { ...rest, status: known.status ?? status, ...session }, known.targets));
}

async function look(pass: Pass, stream: StreamWork): Promise<void> {
  const { table } = pass;
  const answer = await ifThere(readNow(pass, stream.record));
  const { inDoubt } = stream.work ?? {};
  if (!answer && stream.wanted.gone) return forget(pass, stream.record);
  if (inDoubt === undefined) {
    if (observedNow(pass).streamState === "unknown") throw stateUnknown(pass.instance.name);
    return;
  }
  if (!answer) throw missing(pass.instance.name);
  await changeStream(pass, ({ wanted, accepted: before, work }) => {
    const name = keepsStreamName(table) ? answer.name : before.name;
    const accepted = { name, enabled: answer.enabled };
    return { accepted, work: afterLook(work, streamChangesOf(wanted, accepted, table).length > 0) };
  });
}

/** The provider has let go of it. Its row stays as long as something of it is left at others. */
async function forget(pass: Pass, { id }: StreamRecord): Promise<void> {
  const { tools } = pass;
  const isForgotten = await tools.store.write(function* () {
    yield* pass.fence();
    const record = yield* getStream(id);
    if (!record) return true;
    const work = waitForLeftovers(record, tools.clock.now());
    if (work) {
      const stored = toStoredWork({ ...streamWorkOf(record).stored, work });
      yield* updateStream(id, { work: stored, updatedAt: record.updatedAt });
      return false;
    }
    const told = tools.views.toldStream(withColumns(record, { work: null }));
    yield* deleteStream(id);
    yield* appendEvents([streamWish("stream.deleted", { ...told }, toTimestamp(tools.clock.now()))]);
    return true;
  });
  if (!isForgotten) return;
  tools.register.remove(id);
  tools.bindings.unbindStream(id);
}

async function changeStream(pass: Pass, decide: (current: StreamWork) => Outcome): Promise<StreamRecord | undefined> {
  const { tools, streamId } = pass;
  return tools.store.write(function* () {
    yield* pass.fence();
    const record = yield* getStream(streamId);
    if (!record) return undefined;
    const current = streamWorkOf(record);
    const { accepted = current.accepted, work } = decide(current);
    const changes: StreamChanges = {
      updatedAt: record.updatedAt,
      accepted: JSON.stringify(accepted),
      work: toStoredWork({ ...current.stored, work }),
    };
    yield* updateStream(streamId, changes);
    return withColumns(record, changes);
  });
}

function missing(provider: string): MultistreamError {
  return new MultistreamError("not_found", `${provider} has no such stream any more.`, {
    provider,
    hint: "Delete the stream, or move it to another provider.",
  });
}

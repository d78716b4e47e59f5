import { isDeepStrictEqual } from "node:util";
import { isMultistreamError, type Pending, type Target } from "@polycast/core";
import { missingMethod } from "@polycast/core/host";
import { type CallContext, defined, type TargetPatch } from "@polycast/core/provider";
import { beforeAnswer } from "../../observing/take-answer.ts";
import { openDestination } from "../../sealed-values.ts";
import { acceptedAfter } from "../accepted-after.ts";
import { changesOf, type TargetField } from "../changes-of.ts";
import { noticesOf } from "../notices-of.ts";
import type { ChangingStep } from "../step.ts";
import { afterSuccess, beforeCall } from "../work-after.ts";
import { changeTarget } from "./change-target.ts";
import { failTarget } from "./fail-target.ts";
import { mayDelete } from "./may-delete.ts";
import { noticesAfter } from "./notices-after.ts";
import { CALL_MS, observedNow, type Pass } from "./pass.ts";
import { readNow } from "./read-now.ts";
import type { LoadedStream, TargetWork } from "./states.ts";
import { targetInputOf } from "./target-input.ts";
import { tellMade, tellOff } from "./tell-target.ts";

/** What a call has answered; a deletion answers no target. */
type Answer = { target?: Target; pending?: Pending | undefined };

/**
 * Makes one step of a target: stores that it is about to, calls, stores what has become of it. Who dies in between finds
 * it in doubt.
 *
 * @throws MultistreamError when the store fails; what goes wrong at the provider is stored
 */
export async function performStep(
  pass: Pass,
  { stream }: LoadedStream,
  target: TargetWork,
  step: ChangingStep,
): Promise<void> {
  const { tools, instance } = pass;
  const { id } = target.record;
  if (step.do === "delete" && !(await mayDelete(pass, stream.record, target, step))) return;
  const begun = await begin(pass, target, step);
  if (!begun) return;
  pass.onStep(step.do);
  const act = async (): Promise<void> => {
    const observed = observedNow(pass);
    const taker = beforeAnswer(tools, pass.streamId);
    let answer: Answer;
    try {
      answer = await call(pass, stream.record.providerId, target, step);
    } catch (error) {
      if (!isMultistreamError(error)) throw error;
      await failTarget(pass, id, error, step.do);
      // The stream is in another state than was known.
      if (error.code === "not_idle") await readNow(pass, stream.record).catch(() => undefined);
      return;
    }
    const { wanted, accepted: before } = target;
    const circumstances = { table: pass.table, ...observed, now: tools.clock.now() };
    const accepted = acceptedAfter(step, { ...circumstances, answered: answer.pending, wanted, accepted: before });
    // First what was seen, so that what follows from both is told as seen.
    if (answer.target && step.do === "update") taker.target(id, answer.target);
    const stored = await changeTarget(pass, id, (current) => ({
      accepted,
      work: afterSuccess(current.work, changesOf(current.wanted, accepted, pass.table).length > 0),
      ...providerIdAfter(answer, accepted),
      ...(answer.target ? { notices: noticesAfter(current.record.notices, answer.target.notices) } : {}),
    }));
    if (frees(step, wanted)) pass.onFreed(instance.name);
    if (!stored) tools.pollers.hintOurs(pass.streamId);
    else if (answer.target) {
      if (step.do === "create") {
        tellMade(pass, id, answer.target.status);
        taker.target(id, answer.target);
      }
    } else if (!accepted.there && accepted.off) tellOff(pass, id);
  };
  // Webhooks and reports of what is being made come before its id is stored.
  if (step.do === "create") await tools.observer.expecting(instance.name, act);
  else await act();
}

/** Is there a target less to count? One that is made again takes its own place. */
function frees(step: ChangingStep, { enabled }: TargetWork["wanted"]): boolean {
  if (step.do === "delete") return step.next === undefined;
  return step.do === "update" && step.patch.includes("enabled") && !enabled;
}

/** Stores what is about to be called. Answers false when the row is another one by now. */
async function begin(pass: Pass, target: TargetWork, step: ChangingStep): Promise<boolean> {
  const { record, wanted, accepted, work } = target;
  const { streamState } = observedNow(pass);
  const sends = step.do === "create" || (step.do === "update" && step.patch.includes("destination"));
  const sent = sends ? wanted.destinationHash : undefined;
  const notices = noticesOf({ wanted, accepted, work, table: pass.table, streamState });
  const emulated = notices.find(({ code }) => code === "emulated")?.message;
  const begun = await changeTarget(pass, record.id, (current) => {
    if (!isDeepStrictEqual(current.record, record)) return undefined;
    return {
      work: beforeCall(current.work, step.do, pass.tools.clock.now(), sent),
      ...(emulated === undefined ? {} : { emulated }),
    };
  });
  return begun !== undefined;
}

async function call(
  { tools, instance, table }: Pass,
  streamId: string,
  { record }: TargetWork,
  step: ChangingStep,
): Promise<Answer> {
  const { targets } = instance.adapter;
  const open = () => openDestination(tools.sealer, record);
  if (step.do === "create") {
    const input = targetInputOf(record, open(), table);
    const create = (context: CallContext) => targets.create(streamId, input, { ...context, mark: record.id });
    return toAnswer(await instance.call(create, CALL_MS));
  }
  const ref = { streamId, id: record.providerId ?? "" };
  if (step.do === "delete") return instance.call((context) => targets.delete(ref, context), CALL_MS);
  const patch: TargetPatch = {};
  if (step.patch.includes("destination")) patch.destination = open();
  Object.assign(patch, patchOf(record, step.patch));
  return instance.call(async (context) => {
    if (!targets.update) throw missingMethod("target.update", instance.name);
    return toAnswer(await targets.update(ref, patch, context));
  }, CALL_MS);
}

function toAnswer(target: Target): Answer {
  return { target, pending: target.pending };
}

function patchOf(record: TargetWork["record"], fields: readonly TargetField[]): TargetPatch {
  const { name, rendition, videoOnly = false, enabled } = record;
  return defined({
    name: fields.includes("name") ? name : undefined,
    rendition: fields.includes("rendition") ? rendition : undefined,
    videoOnly: fields.includes("videoOnly") ? videoOnly : undefined,
    enabled: fields.includes("enabled") ? enabled : undefined,
  });
}

/** One that sends until its deletion is in effect is still told about by its id. */
function providerIdAfter(
  { target }: Answer,
  accepted: ReturnType<typeof acceptedAfter>,
): { providerId?: string | null } {
  if (target) return { providerId: target.id };
  return accepted.there || accepted.awaiting ? {} : { providerId: null };
}
